/** Says below a field that its text was changed elsewhere while it is being written here. */
import type { JSX } from 'preact'
import { viewWords } from '../words/later-words.ts'

const shownMax = 120

export function Theirs({ text }: { text: string | undefined }): JSX.Element {
  const short = text === undefined || text.length <= shownMax ? text : `${text.slice(0, shownMax)}…`
  return (
    <p class="warning" role="status">
      {short !== undefined && viewWords.value.changedElsewhere(short)}
    </p>
  )
}
