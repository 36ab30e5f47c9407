/**
 * Whom a push service's address leads to. It is an address that anyone with an account may give, and this server asks
 * it: so only hosts of the internet, by https at its usual port. See docs/security.md.
 */
import { lookup } from 'node:dns/promises'
import { BlockList, isIP, isIPv4 } from 'node:net'

/** Addresses by name, as the system's resolver does. */
export type Resolve = (host: string) => Promise<string[]>

export const resolveHost: Resolve = async (host) =>
  (await lookup(host, { all: true })).map(({ address }) => address)

/** IPv4 networks that are not, or not for all, of the internet (IANA, special-purpose addresses). */
const closed = new BlockList()
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const)
  closed.addSubnet(network, prefix, 'ipv4')
/** Of IPv6 only what is given out to the internet, without what leads to IPv4 by another way. */
const open = new BlockList()
open.addSubnet('2000::', 3, 'ipv6')
for (const [network, prefix] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  closed.addSubnet(network, prefix, 'ipv6')

export function isOfTheInternet(address: string): boolean {
  if (isIPv4(address)) return !closed.check(address, 'ipv4')
  return isIP(address) === 6 && open.check(address, 'ipv6') && !closed.check(address, 'ipv6')
}

/** Whether it may be a push service's, before its name is looked up. */
export function isEndpoint(text: string): boolean {
  const url = URL.parse(text)
  if (!url || url.protocol !== 'https:' || url.port !== '' || url.username + url.password + url.hash !== '')
    return false
  const host = url.hostname
  return host.includes('.') && !host.endsWith('.') && isIP(host) === 0
}

export class ClosedAddress extends Error {}

/**
 * The addresses to ask at, those of IPv4 first: what is asked later is one of these, and the name is not looked up
 * again.
 * @throws ClosedAddress where one of them is none of the internet
 */
export async function addressesOf(endpoint: string, resolve: Resolve): Promise<string[]> {
  const addresses = await resolve(new URL(endpoint).hostname)
  if (!addresses.every(isOfTheInternet)) throw new ClosedAddress('not of the internet')
  return addresses.toSorted((a, b) => isIP(a) - isIP(b)).slice(0, 4)
}
