/** What a todo can be snoozed to. Pure, so that it is quick to try and to test. */

export type Snooze = 'hour' | 'evening' | 'morning' | 'weekend' | 'week'

const [morningHour, eveningHour] = [9, 18]
/** Times are rounded to this: nobody snoozes to 14:37. */
const stepMs = 5 * 60 * 1_000
const hourMs = 60 * 60 * 1_000

/** It answers the choices, each with its moment, without those that are over or the same as another. */
export function snoozesAt(now: Date): [Snooze, Date][] {
  const at = (days: number, hour: number) =>
    new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, hour)
  const weekday = now.getDay()
  const all: [Snooze, Date, boolean][] = [
    ['hour', new Date(Math.ceil((now.getTime() + hourMs) / stepMs) * stepMs), true],
    ['evening', at(0, eveningHour), now.getHours() < eveningHour - 1],
    ['morning', at(1, morningHour), true],
    // On a Friday it is tomorrow morning, and on a weekend it is here.
    ['weekend', at(6 - weekday, morningHour), weekday > 0 && weekday < 5],
    ['week', at(weekday === 0 ? 1 : 8 - weekday, morningHour), weekday > 0],
  ]
  return all.flatMap(([name, moment, isMeant]) => (isMeant ? [[name, moment]] : []))
}
