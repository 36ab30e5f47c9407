/** Ids sort by when they were made. They are UUIDv7 (RFC 9562, 5.7), from the clock and 72 random bits. */
export function newId(): string {
  const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0')
  const random = Array.from(crypto.getRandomValues(new Uint8Array(10)), (byte) => hex(byte, 2))
  return [hex(Date.now(), 12), ...random].join('').replace(/^(.{8})(.{4}).(.{3}).(.{3})/, '$1-$2-7$3-8$4-')
}
