/** Whether a todo starts after it is due, where clocks of different zones can be compared: on servers, which decide. */
import { momentOf } from './alarms.ts'
import { isAfterByClock, type IsAfter } from './start.ts'

/** Times of one zone are compared as its clock has them, those of two as moments. */
export const isAfter: IsAfter = (start, due) => {
  const haveZones = Math.min(start.length, due.length) > 16
  return haveZones && start.slice(16) !== due.slice(16)
    ? momentOf(start) > momentOf(due)
    : isAfterByClock(start, due)
}
