/** Says below a field that what is in it is longer than a name, and what becomes of that. */
import type { JSX } from 'preact'
import { isTooLongForName } from '../state/long-texts.ts'
import { words } from '../words/words.ts'

/** @param rest - what does not fit goes into the notes; else the name is not saved */
export function TooLong({ name, rest = false }: { name: string; rest?: boolean }): JSX.Element {
  const { restToNotes, nameTooLong } = words.value
  return (
    <p class="too-long" role="status">
      {isTooLongForName(name) && (rest ? restToNotes : nameTooLong)}
    </p>
  )
}
