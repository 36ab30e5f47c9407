/**
 * What a space's rows amount to, in 64 bits: the sum of a hash over each row's id and version. The order of the rows
 * does not matter, so that it is kept up by what each batch changes, and a replica can tell that it is equal.
 *
 * A row's hash is two lanes of 32-bit FNV-1a (draft-eastlake-fnv) over the ASCII text `<id>:<version>`, which differ in
 * where they begin, each finished by MurmurHash3's fmix32. Lanes are summed modulo 2^32.
 */
export type Digest = readonly [high: number, low: number]

export const emptyDigest: Digest = [0, 0]

const [highBasis, lowBasis, prime] = [0x811c9dc5, 0x2f0b4c47, 0x01000193]

export function withRow([high, low]: Digest, id: string, version: number): Digest {
  const [h, l] = hashOf(id, version)
  return [(high + h) >>> 0, (low + l) >>> 0]
}

export function withoutRow([high, low]: Digest, id: string, version: number): Digest {
  const [h, l] = hashOf(id, version)
  return [(high - h) >>> 0, (low - l) >>> 0]
}

/** 16 hexadecimal digits, as the API and the database have it. */
export const digestText = (digest: Digest): string =>
  digest.map((lane) => lane.toString(16).padStart(8, '0')).join('')

export function parseDigest(text: string): Digest {
  return [Number.parseInt(text.slice(0, 8), 16), Number.parseInt(text.slice(8), 16)]
}

function hashOf(id: string, version: number): Digest {
  const text = `${id}:${version}`
  let high = highBasis
  let low = lowBasis
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    high = Math.imul(high ^ code, prime)
    low = Math.imul(low ^ code, prime)
  }
  return [mixed(high), mixed(low)]
}

function mixed(lane: number): number {
  let bits = Math.imul(lane ^ (lane >>> 16), 0x85ebca6b)
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35)
  return (bits ^ (bits >>> 16)) >>> 0
}
