/** Proxies in front: which are trusted, what they say of a request, and how one is known that was handed on. */
import { BlockList, isIP } from 'node:net'

/** What proxies and tunnels add to a request, or clients behind them say of themselves. */
const headersOfProxies = [
  'forwarded',
  'via',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-forwarded-port',
  'x-forwarded-server',
  'x-forwarded-by',
  'x-forwarded-prefix',
  'x-forwarded-scheme',
  'x-forwarded-ssl',
  'x-forwarded-user',
  'x-original-forwarded-for',
  'x-real-ip',
  'x-client-ip',
  'x-cluster-client-ip',
  'x-original-host',
  'true-client-ip',
  'cf-connecting-ip',
  'fly-client-ip',
  'fastly-client-ip',
  'x-envoy-external-address',
  'tailscale-user-login',
]

/** The header by which one sees that a proxy handed the request on; undefined where there is none. */
export const forwardedBy = ({ headers }: Request): string | undefined =>
  headersOfProxies.find((name) => headers.has(name))

/** IPv4 that came by an IPv6 socket is IPv4. */
export const plainAddress = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '')

/** Whether an address is of one of these addresses and networks. */
export function trust(proxies: readonly string[]): (address: string) => boolean {
  const list = new BlockList()
  for (const proxy of proxies) {
    const [address = '', bits] = proxy.split('/')
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    if (bits === undefined) list.addAddress(address, family)
    else list.addSubnet(address, Number(bits), family)
  }
  return (address) =>
    proxies.length > 0 && isIP(address) !== 0 && list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
}

/**
 * Who is behind the proxies, from the right: what a trusted one added. What stands left of the first stranger is only
 * what they say.
 */
export function clientBehind(
  remote: string,
  headers: Headers,
  isTrusted: (address: string) => boolean,
): string {
  if (!isTrusted(remote)) return remote
  const hops = (headers.get('x-forwarded-for') ?? '').split(',').map((hop) => plainAddress(hop.trim()))
  return hops.findLast((hop) => isIP(hop) !== 0 && !isTrusted(hop)) ?? remote
}
