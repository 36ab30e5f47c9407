/** It tells what a line in the field for todos means, and shows it. docs/quick-add.md tells what is understood. */
import { ArrowUp } from 'lucide'
import type { JSX } from 'preact'
import { useEffect, useMemo } from 'preact/hooks'
import { AppError } from '../../client/client.ts'
import { IconButton } from '../parts/icon-button.tsx'
import type { QuickAddChips } from '../state/later.ts'
import { isCoarse } from '../state/layout.ts'
import { replica } from '../state/todos.ts'
import { announce, showToast } from '../state/toasts.ts'
import { todoWords } from '../words/later-words.ts'
import { words } from '../words/words.ts'
import { ChipList } from './chip-list.tsx'
import { Completion } from './completion.tsx'
import { toMake } from './marks.ts'
import { QuickButtons } from './quick-buttons.tsx'
import { read, readLine } from './read-line.ts'

export { readLine } from './read-line.ts'
export { addLines, tellTooMuch } from './pasted.ts'
export { readRenamed, RenameChips } from './rename.tsx'

/** Makes of a todo whose name is a whole line what the line says: it was added before this part was here. */
export function understand(id: string, line: string): void {
  const { name, list, fields } = readLine(line, [], replica().todo(id)?.labels)
  const changes = { ...fields, ...(name !== line && { name }), ...(list !== undefined && { list }) }
  if (Object.keys(changes).length === 0 || replica().todo(id)?.name !== line) return
  try {
    // It is one step with the adding: what takes that back takes this back.
    replica().send(id, { type: 'updateTodo', todo: id, changes })
    if (list !== undefined) tellAddedTo(list, name)
  } catch (error) {
    // The name may be taken: then it stays as it was written.
    if (!(error instanceof AppError)) throw error
  }
}

/** A todo that went to another list than the one that is shown would seem to be gone. */
export function tellAddedTo(list: string, name: string): void {
  const text = todoWords.value.addedTo(
    name,
    replica()
      .lists()
      .find(({ id }) => id === list)?.name ?? '',
  )
  showToast({ text })
  announce(text)
}

export function Chips(props: QuickAddChips): JSX.Element {
  const { text, ignored, field, put, onSend } = props
  const found = useMemo(() => read(text, ignored), [text, ignored, toMake.value])
  // What was to be made belongs to the line, which is gone.
  useEffect(() => () => void (toMake.value = []), [])
  return (
    <>
      <Completion field={field} text={text} put={put} />
      {isCoarse.value && text && (
        <IconButton
          icon={ArrowUp}
          label={words.value.addTodos(1)}
          class="icon-button send"
          // The keyboard stays open for the next one.
          onMouseDown={(event) => event.preventDefault()}
          onClick={onSend}
        />
      )}
      {text && <ChipList read={found} onIgnored={props.onIgnored} onEnd={props.onEnd} />}
      {isCoarse.value && <QuickButtons {...props} />}
    </>
  )
}
