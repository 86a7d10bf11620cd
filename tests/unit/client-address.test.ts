import { describe, expect, test } from 'vitest'
import { clientAddress } from '@/lib/auth/address'

describe('the address of a client', () => {
  test('is believed only behind a stated proxy', () => {
    expect(clientAddress('203.0.113.7', 0)).toBeUndefined()
    expect(clientAddress(null, 1)).toBeUndefined()
    expect(clientAddress('', 1)).toBeUndefined()
    expect(clientAddress('203.0.113.7', 1)).toBe('203.0.113.7')
  })

  test('is what the outermost proxy of ours saw, whatever a client wrote before it', () => {
    expect(clientAddress('10.0.0.1, 203.0.113.7', 1)).toBe('203.0.113.7')
    expect(clientAddress('6.6.6.6, 203.0.113.7, 10.0.0.2', 2)).toBe('203.0.113.7')
    expect(clientAddress('203.0.113.7', 2)).toBeUndefined()
  })

  test('of IPv6 is the network that one client owns, however it is written', () => {
    const network = '2001:db8:1:2'
    expect(clientAddress('2001:db8:1:2:3:4:5:6', 1)).toBe(network)
    expect(clientAddress('2001:0DB8:0001:0002::ffff', 1)).toBe(network)
    expect(clientAddress('[2001:db8:1:2::1]:443', 1)).toBe(network)
    expect(clientAddress('2001:db8:1:2::1%eth0', 1)).toBe(network)
    expect(clientAddress('2001:db8:1:3::1', 1)).not.toBe(network)
    expect(clientAddress('::1', 1)).toBe('0:0:0:0')
  })

  test('stays one, however many of its own a client goes through', () => {
    const of = (number: number) => `2001:db8:1:2:${number.toString(16)}:${(number * 7919).toString(16).slice(-4)}::1`
    const seen = Array.from({ length: 1000 }, (_, number) => clientAddress(of(number + 1), 1))
    expect(new Set(seen)).toEqual(new Set(['2001:db8:1:2']))
  })

  test('of IPv4 is one address, also in IPv6 clothes or with a port', () => {
    expect(clientAddress('::ffff:203.0.113.7', 1)).toBe('203.0.113.7')
    expect(clientAddress('::FFFF:cb00:7107', 1)).toBe('203.0.113.7')
    expect(clientAddress('203.0.113.7:5060', 1)).toBe('203.0.113.7')
  })

  test.each(['unknown', '_hidden', '999.1.1.1', 'evil.example', '1.2.3', '[::1', ':::1'])(
    'is none where %j stands',
    (hop) => {
      expect(clientAddress(hop, 1)).toBeUndefined()
    },
  )
})
