/** This is what core and doors ask of the data of public holidays, which the runtime keeps up. */
import type { Holidays } from '../../model/holidays.ts'

export interface HolidayCalendar {
  known(): Holidays
  source(): HolidaySource
}

export interface HolidaySource {
  /** It tells whether newer data have been read than came with the program, and where. */
  from: 'built in' | 'file' | 'address'
  /** They were read then; null where they are built in. */
  readAt: string | null
}
