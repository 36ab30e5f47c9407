/** The rows of the table in server-errors.ts that only an import meets. */
import type { ErrorRow } from './error-table.ts'

export const importErrors = {
  bad_import: {
    status: 400,
    title: 'The file can not be imported',
    fix: 'Correct it at that place and import it again: nothing was changed.',
  },
  unknown_format: {
    status: 400,
    title: 'The format of the file is not known',
    fix: 'Say it with "format"; docs/import-export.md names the files there are.',
  },
  import_too_large: {
    status: 413,
    title: 'The file is too large to be imported at once',
    fix: 'Import it in parts; nothing was changed.',
  },
  import_running: {
    status: 409,
    title: 'Another import is running, or one was interrupted just now',
    fix: 'Try again after the time in Retry-After.',
  },
} as const satisfies Record<string, ErrorRow>
