/**
 * When a todo is due: a local date, or a local date and time with the IANA zone it is meant in, in the notation of
 * RFC 9557 without an offset (`2026-12-01`, `2026-12-01T09:00[Europe/Berlin]`). Never turned to UTC: nine o'clock in
 * Berlin stays nine o'clock in Berlin when the rules of its time change. As text it sorts by local date and time.
 */
const pattern = /^(\d{4})-(\d{2})-(\d{2})(?:T([01]\d|2[0-3]):[0-5]\d\[([A-Za-z][A-Za-z0-9_+\-/]*)\])?$/
const zones = new Map<string, boolean>()

/** Whether there is an IANA zone of this name. */
export function isZone(zone: string): boolean {
  let known = zones.get(zone)
  if (known === undefined) {
    known = zoneExists(zone)
    if (zones.size < 1_000) zones.set(zone, known)
  }
  return known
}

function zoneExists(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}

function isDate(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day))
  return year >= 1 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
}

/** Whether `text` is a due date that exists. */
export function isDue(text: string): boolean {
  const match = pattern.exec(text)
  if (!match) return false
  const [, year, month, day, , zone] = match
  return isDate(Number(year), Number(month), Number(day)) && (zone === undefined || isZone(zone))
}
