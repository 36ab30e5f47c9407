/** Which of the backups in a place are kept: the newest of each of so many days, weeks and months. */
import { AppError } from '../model/errors.ts'
import type { StoredBackup } from './backup-names.ts'

export interface Keeping {
  days: number
  weeks: number
  months: number
}

const names = { d: 'days', w: 'weeks', m: 'months' } as const

/** Reads `7d,4w,12m`. @throws AppError `bad_argument` */
export function readKeeping(text: string): Keeping {
  const keeping: Keeping = { days: 0, weeks: 0, months: 0 }
  for (const part of text.split(',')) {
    const [, count, unit] = /^\s*(\d{1,4})([dwm])\s*$/.exec(part) ?? []
    if (count === undefined || Number(count) === 0)
      throw new AppError('bad_argument', {
        detail: `What is kept is "${text}"; expected days, weeks and months as in 7d,4w,12m.`,
      })
    keeping[names[unit as keyof typeof names]] = Number(count)
  }
  return keeping
}

/** @param backups - the newest first; the first one is always kept */
export function notKept(backups: readonly StoredBackup[], { days, weeks, months }: Keeping): StoredBackup[] {
  const kept = new Set(backups.slice(0, 1))
  for (const [count, periodOf] of [
    [days, (at: number) => new Date(at).toISOString().slice(0, 10)],
    [weeks, (at: number) => weekOf(at)],
    [months, (at: number) => new Date(at).toISOString().slice(0, 7)],
  ] as const) {
    const seen = new Set<string>()
    for (const backup of backups) {
      const period = periodOf(backup.at)
      if (seen.has(period)) continue
      if (seen.size === count) break
      seen.add(period)
      kept.add(backup)
    }
  }
  return backups.filter((backup) => !kept.has(backup))
}

/** Weeks begin on Monday, as 1970-01-05 was one. */
const weekOf = (at: number): string => String(Math.floor((at / 86_400_000 - 4) / 7))
