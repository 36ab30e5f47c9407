/** The parts of the internet that a network is in, by its text: `1.2.3.4`, or `2001:db8:1:2::/64`. */
export interface Around {
  /** What one customer is given of IPv6: 65,536 networks. The network itself, of IPv4. */
  site: string
  /** What a provider is given of IPv6; a part of one of IPv4. Who has all of one is known by name. */
  region: string
}

export function around(network: string): Around {
  const groups = network.endsWith('::/64') ? network.slice(0, -5).split(':') : []
  if (groups.length === 4)
    return { site: `${groups.slice(0, 3).join(':')}::/48`, region: `${groups.slice(0, 2).join(':')}::/32` }
  const bytes = /^(\d+\.\d+)\.\d+\.\d+$/.exec(network)
  return { site: network, region: bytes ? `${bytes[1]}.0.0/16` : 'unknown' }
}
