/** Says what is understood of a name that is being changed, and makes of it what is to be changed besides. */
import type { JSX } from 'preact'
import { useEffect, useMemo } from 'preact/hooks'
import type { Todo, TodoPatch } from '../../client/client.ts'
import type { QuickAdd } from '../../model/quick-add/quick-add.ts'
import { drafts, setDraft } from '../state/drafts.ts'
import type { Renamed, RenameChips as Props } from '../state/later.ts'
import { ChipList } from './chip-list.tsx'
import { Completion } from './completion.tsx'
import { toMake } from './marks.ts'
import { readNewWords } from './new-words.ts'
import { lineOf, optionsOfLine } from './read-line.ts'

const none: readonly string[] = []
const ignoredOf = (draft: string): readonly string[] => drafts.value.get(draft)?.ignored ?? none

export function RenameChips({ text, before, draft, field, put }: Props): JSX.Element {
  useEffect(() => () => void (toMake.value = []), [])
  const ignored = ignoredOf(draft)
  const read = useMemo(
    () => readNewWords(text, before, optionsOfLine(ignored)),
    [text, before, ignored, toMake.value],
  )
  return (
    <>
      <Completion field={field} text={text} put={put} />
      {read && (
        // A press on a chip is not one outside of the field, which would be over then.
        <div onMouseDown={(event) => event.preventDefault()}>
          <ChipList
            read={read}
            onIgnored={(words) => {
              const now = drafts.peek().get(draft)
              if (now) setDraft(draft, { ...now, ignored: [...(now.ignored ?? none), words] })
            }}
            onEnd={() => field.current?.focus()}
          />
        </div>
      )}
    </>
  )
}

/** @param text - what its name is to be, with what is said besides */
export function readRenamed(todo: Todo, text: string): Renamed | undefined {
  const read = readNewWords(text, todo.name, optionsOfLine(ignoredOf(`${todo.id} name`)))
  return read && renamedBy(todo, read)
}

function renamedBy(todo: Todo, read: QuickAdd): Renamed {
  const { name, list, before = [], fields } = lineOf(read)
  const { labels = [], reminders = [], ...others } = fields
  const changes: TodoPatch = {
    ...others,
    // Those that it has stay.
    ...(labels.length > 0 && { labels: [...new Set([...todo.labels, ...labels])] }),
    ...(reminders.length > 0 && { reminders: [...new Set([...todo.reminders, ...reminders])] }),
    ...(list !== undefined && list !== todo.list && { list }),
  }
  return { name, changes, before }
}
