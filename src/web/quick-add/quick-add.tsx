/** What a line in the field for todos means, and the chips that show it. docs/quick-add.md tells what is understood. */
import {
  ArrowUp,
  Bell,
  CalendarDays,
  CalendarRange,
  Flag,
  List,
  Plus,
  Repeat,
  Tag,
  X,
  type IconNode,
} from 'lucide'
import type { JSX } from 'preact'
import { useEffect, useMemo } from 'preact/hooks'
import { AppError } from '../../client/client.ts'
import type { Chip, QuickAdd } from '../../model/quick-add/quick-add.ts'
import { Icon } from '../parts/icon.tsx'
import { IconButton } from '../parts/icon-button.tsx'
import { now } from '../state/clock.ts'
import { dueText } from '../words/due.ts'
import type { QuickAddChips } from '../state/later.ts'
import { isCoarse } from '../state/layout.ts'
import { replica } from '../state/todos.ts'
import { announce, showToast } from '../state/toasts.ts'
import { reminderText } from '../words/reminder-text.ts'
import { repeatText } from '../words/repeat-text.ts'
import { todoWords } from '../words/later-words.ts'
import { words } from '../words/words.ts'
import { Completion } from './completion.tsx'
import { makeList, toMake } from './marks.ts'
import { read, readLine } from './read-line.ts'

export { readLine } from './read-line.ts'
export { addLines, tellTooMuch } from './pasted.ts'

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

const icons: Readonly<Record<Chip['kind'], IconNode>> = {
  start: CalendarRange,
  due: CalendarDays,
  repeat: Repeat,
  reminder: Bell,
  priority: Flag,
  label: Tag,
  list: List,
}

/** It is read out when the typing pauses. */
const pauseMs = 700

export function Chips(props: QuickAddChips): JSX.Element {
  const { text, field, put, onSend } = props
  // What was to be made belongs to the line, which is gone.
  useEffect(() => () => void (toMake.value = []), [])
  return (
    <>
      <Completion field={field} text={text} put={put} />
      {isCoarse.value && (
        <IconButton
          icon={ArrowUp}
          label={words.value.addTodos(1)}
          class="icon-button send"
          // The keyboard stays open for the next one.
          onMouseDown={(event) => event.preventDefault()}
          onClick={onSend}
        />
      )}
      <ChipList {...props} />
    </>
  )
}

function ChipList({ text, ignored, onIgnored, onEnd }: QuickAddChips): JSX.Element | null {
  const { todo, chips, unknownLists } = useMemo(() => read(text, ignored), [text, ignored, toMake.value])
  const word = todoWords.value
  const shown = chips.map((chip, index) => ({ chip, text: chipText(chip, todo, chips, index) }))
  const missing = unknownLists.map(word.noSuchList)
  const heard = [...shown.map((each) => word.chips[each.chip.kind](each.text)), ...missing].join(', ')
  useEffect(() => {
    if (heard === '') return
    const timer = setTimeout(() => announce(heard), pauseMs)
    return () => clearTimeout(timer)
  }, [heard])
  if (heard === '') return null
  return (
    <ul class="quick-chips" aria-label={word.understood}>
      {shown.map(({ chip, text: shownText }) => {
        const remove = () => {
          onIgnored(chip.text)
          onEnd()
        }
        return (
          <OneChip
            key={`${chip.kind} ${chip.from}`}
            chip={chip}
            text={shownText}
            remove={remove}
            onEnd={onEnd}
          />
        )
      })}
      {unknownLists.map((name) => (
        <li key={name}>
          <button
            type="button"
            class="quick-chip"
            data-kind="list"
            title={word.noSuchList(name)}
            onClick={() => {
              makeList(name)
              onEnd()
            }}
          >
            <Icon of={Plus} />
            <span>{word.makeList(name)}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}

interface ChipProps {
  chip: Chip
  text: string
  remove: () => void
  onEnd: () => void
}

function OneChip({ chip, text, remove, onEnd }: ChipProps): JSX.Element {
  const word = todoWords.value
  const label = word.asWords(word.chips[chip.kind](text))
  return (
    <li>
      <button
        type="button"
        class="quick-chip"
        data-kind={chip.kind}
        data-value={chip.value}
        aria-label={label}
        title={label}
        onClick={remove}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onEnd()
          if (event.key !== 'Delete' && event.key !== 'Backspace') return
          event.preventDefault()
          remove()
        }}
      >
        <Icon of={icons[chip.kind]} />
        <span>{text}</span>
        <Icon of={X} />
      </button>
    </li>
  )
}

/** Nothing is said twice: where another chip has said it, these are the words themselves. */
function chipText(chip: Chip, todo: QuickAdd['todo'], chips: readonly Chip[], index: number): string {
  const { kind, value } = chip
  const isSame = (other: Chip) => other.kind === kind && other.value === value
  if (chips.slice(0, index).some(isSame)) return chip.text
  switch (kind) {
    case 'start':
    case 'due':
      return dueText(value, now.value)
    case 'repeat': {
      const how = repeatText(value, todo.repeatFrom, now.value)
      const isDueSaid = chips.some((other) => other.kind === 'due')
      return todo.due && !isDueSaid ? `${how} · ${dueText(todo.due, now.value)}` : how
    }
    case 'reminder':
      return reminderText(value, todo.due, now.value)
    case 'list':
      return toMake.value.includes(value) ? todoWords.value.newList(value) : value
    case 'priority':
      return words.value.priorities[value as 'high']
    default:
      return value
  }
}
