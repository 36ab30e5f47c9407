/** The part of server-errors.ts about a database that does not do what it is asked to. */
import type { ErrorRow } from './error-table.ts'

export const databaseErrors = {
  database_away: {
    status: 503,
    title: 'The database can not be reached',
    fix: 'Try again after the time in Retry-After; with the same Idempotency-Key the change acts once.',
  },
  database_unusable: {
    status: 503,
    title: 'The database is damaged, or can not be used as it is',
    fix: 'Try again after the time in Retry-After. The log of the server says what is wrong: whoever runs it looks with aiotodo doctor, or restores a backup.',
  },
  storage_full: {
    status: 507,
    title: 'The disk is full',
    fix: 'Free space on the disk of the database; nothing was changed, and reading goes on.',
  },
} as const satisfies Record<string, ErrorRow>
