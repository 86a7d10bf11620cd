import { isIPv6 } from 'node:net'

/**
 * The client's address from `X-Forwarded-For`, counted from the right past the proxies we know of; undefined without
 * a stated proxy, because anybody can write that header. IPv6 counts by its /64: a client owns all of it.
 */
export function clientAddress(forwardedFor: string | null, trustedProxies: number): string | undefined {
  if (trustedProxies === 0 || !forwardedFor) return undefined
  const hops = forwardedFor.split(',').map((hop) => hop.trim())
  const address = hops.at(-trustedProxies)?.replace(/^\[(.*)\](:\d+)?$/, '$1')
  if (!address) return undefined
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped) return mapped
  return isIPv6(address) ? network(address) : address
}

function network(address: string): string {
  const [head = '', tail] = address.toLowerCase().split('%')[0]?.split('::') ?? []
  const left = head === '' ? [] : head.split(':')
  const right = tail ? tail.split(':') : []
  const middle = tail === undefined ? [] : Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0')
  const groups = [...left, ...middle, ...right]
  return groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')
}
