import { isIP, isIPv4 } from 'node:net'

/**
 * The client's address from `X-Forwarded-For`, counted from the right past the proxies we know of; undefined without
 * a stated proxy, because anybody can write that header. IPv6 counts by its /64: a client owns all of it.
 */
export function clientAddress(forwardedFor: string | null, trustedProxies: number): string | undefined {
  if (trustedProxies === 0 || !forwardedFor) return undefined
  const hop = forwardedFor.split(',').at(-trustedProxies)?.trim() ?? ''
  const address = withoutPort(hop)
  if (isIP(address) === 0) return undefined
  return isIPv4(address) ? address : network(address)
}

function withoutPort(hop: string): string {
  const bracketed = /^\[([^\]]*)\](:\d+)?$/.exec(hop)?.[1]
  if (bracketed !== undefined) return bracketed
  return hop.replace(/^([\d.]+):\d+$/, '$1')
}

/** The first four groups; an IPv4 address in IPv6 clothes is that IPv4 address. */
function network(address: string): string {
  const groups = groupsOf(address)
  const [high = 0, low = 0] = groups.slice(6)
  const mapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff
  if (mapped) return [high >> 8, high & 255, low >> 8, low & 255].join('.')
  return groups
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(':')
}

/** The eight groups of a valid IPv6 address; the URL parser writes it in its one canonical form first. */
function groupsOf(address: string): number[] {
  const [zoneless = ''] = address.split('%')
  const canonical = new URL(`http://[${zoneless}]`).hostname.slice(1, -1)
  const [head = '', tail] = canonical.split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail ? tail.split(':') : []
  const middle = Array<string>(8 - left.length - right.length).fill('0')
  return [...left, ...middle, ...right].map((group) => Number.parseInt(group, 16))
}
