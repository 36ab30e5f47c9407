/**
 * Says why a file can not be imported, and what can not be kept, in English. The sentences are those of the model,
 * which the API answers as well.
 */
import {
  importSentences,
  warningSentences,
  type ImportPlace,
  type ImportProblems,
  type ImportWarnings,
} from '../../../model/import-texts.ts'
import type { Sentences } from '../../../model/sentences.ts'

export interface ImportWords {
  places: Readonly<Record<ImportPlace['kind'], (value: string) => string>>
  /** Puts what is wrong behind where it is. */
  wrongAt: (place: string, what: string) => string
  problems: Sentences<ImportProblems>
  warnings: Sentences<ImportWarnings>
}

export const imports: ImportWords = {
  places: {
    line: (number) => `line ${number}`,
    file: () => 'the file',
    zip: () => 'the zip',
    list: (name) => `the list “${name}”`,
    todo: (name) => `the todo “${name}”`,
    path: (path) => path,
  },
  wrongAt: (place, what) => `${place.slice(0, 1).toUpperCase()}${place.slice(1)}: ${what}.`,
  problems: importSentences,
  warnings: warningSentences,
}
