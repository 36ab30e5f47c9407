/** This has the public holidays that the server knows. They are asked for when a rule is shown that leaves days out. */
import { computed, signal, type ReadonlySignal } from '@preact/signals'
import { holidaysOf, unknownHolidays, type Holidays } from '../../model/holidays.ts'
import { ask } from './account-api.ts'

interface Told {
  lastYear: number | null
  holidays: string[]
  workdays: string[]
}

const told = signal<Told | undefined>(undefined)
let askedAt = Number.NEGATIVE_INFINITY
/** What is known is asked for anew after so long; where the server was not reached, sooner. */
const oldMs = 6 * 60 * 60 * 1_000
const retryMs = 10_000

/** Until the server has told them Monday to Friday are workdays. */
export const holidays: ReadonlySignal<Holidays> = computed(() =>
  told.value ? holidaysOf(told.value.holidays, told.value.workdays) : unknownHolidays,
)

/** It is the last year that the server knows; null where it knows none, and undefined until it has told. */
export const lastHolidayYear: ReadonlySignal<number | null | undefined> = computed(() => told.value?.lastYear)

/** @param rules - of what is shown; where one of them leaves days out, the holidays are asked for */
export function wantHolidays(rules: Iterable<string | null>): void {
  for (const rule of rules) if (rule?.includes('X-SKIP')) return askHolidays()
}

/** It asks the server, unless it did lately. */
export function askHolidays(): void {
  if (Date.now() - askedAt < (told.peek() ? oldMs : retryMs)) return
  askedAt = Date.now()
  ask<Told>('GET', '/holidays').then(
    (answer) => (told.value = answer),
    () => {},
  )
}
