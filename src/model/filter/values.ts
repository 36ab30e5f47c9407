/** The values that fields take, as a filter keeps them. */
import { limits } from '../limits.ts'
import type { FieldKind } from './filter.ts'
import { dateValueOf, keyOf, priorityValueOf } from './spellings.ts'

const id = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** The value as it is kept; undefined: it is none of this kind. */
export function valueOf(kind: FieldKind['kind'], text: string): string | undefined {
  const lower = keyOf(text)
  switch (kind) {
    case 'date':
    case 'moment':
      return dateValueOf(lower)
    case 'priority':
      return priorityValueOf(lower)
    case 'number':
      return /^\d{1,10}$/.test(text) && Number(text) <= limits.numberMax ? String(Number(text)) : undefined
    case 'id':
      return id.test(lower) ? lower : undefined
    case 'text':
      return text
  }
}
