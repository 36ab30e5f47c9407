/** Chips say what is understood of a line; one that is taken away is only words again. */
import { Bell, CalendarDays, CalendarRange, Flag, List, Plus, Repeat, Tag, X, type IconNode } from 'lucide'
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { Chip, QuickAdd } from '../../model/quick-add/quick-add.ts'
import { Icon } from '../parts/icon.tsx'
import { now } from '../state/clock.ts'
import { announce } from '../state/toasts.ts'
import { dueText } from '../words/due.ts'
import { todoWords } from '../words/later-words.ts'
import { reminderText } from '../words/reminder-text.ts'
import { repeatText } from '../words/repeat-text.ts'
import { words } from '../words/words.ts'
import { listNames, listOf } from '../state/todos.ts'
import { makeList, toMake } from './marks.ts'

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

interface Props {
  read: QuickAdd
  /** A chip is taken away: told its words. */
  onIgnored: (words: string) => void
  /** Gives the focus back to the field. */
  onEnd: () => void
}

export function ChipList({ read, onIgnored, onEnd }: Props): JSX.Element | null {
  const { todo, chips, unknownLists } = read
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

/** The first list may be written by another name than it is shown by. */
function shownName(name: string): string {
  const id = listNames().find((list) => list.name === name)?.id
  return (id === undefined ? undefined : listOf(id)?.name) ?? name
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
      return toMake.value.includes(value) ? todoWords.value.newList(value) : shownName(value)
    case 'priority':
      return words.value.priorities[value as 'high']
    default:
      return value
  }
}
