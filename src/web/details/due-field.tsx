/**
 * When a todo starts and when it is due: the browser's own fields for date and time, and the choices that are made
 * most.
 */
import type { JSX } from 'preact'
import type { Todo } from '../../client/client.ts'
import { useDraft } from '../parts/draft.ts'
import { change } from '../state/actions.ts'
import { now } from '../state/clock.ts'
import { dateText, dueOf, dueParts, dueText, isOverdue, localZone } from '../words/due.ts'
import { viewWords } from '../words/later-words.ts'
import { words } from '../words/words.ts'

/** Typing a date goes through others: only one that stands for a moment is meant. */
const delayMs = 700

/** The start and the due date of a todo, one below the other. */
export function DueField({ todo }: { todo: Todo }): JSX.Element {
  return (
    <>
      <DateField todo={todo} field="start" />
      <DateField todo={todo} field="due" />
    </>
  )
}

function DateField({ todo, field }: { todo: Todo; field: 'start' | 'due' }): JSX.Element {
  const value = todo[field]
  const word = viewWords.value
  const { date, time, zone } = value === null ? { date: '', time: '', zone: '' } : dueParts(value)
  const put = (next: string | null): boolean => {
    // A year that is still being typed is none that anyone means.
    const isMeant = next === null || next >= '1900'
    if (isMeant && next !== value) change([todo.id], { [field]: next })
    return true
  }
  const isDue = field === 'due'
  const draftName = isDue ? todo.id : `${todo.id} start`
  const dateDraft = useDraft({
    field: `${draftName} date`,
    stored: date,
    save: (text) => put(text ? dueOf(text, time, zone || localZone()) : null),
    delayMs,
  })
  const timeDraft = useDraft({
    field: `${draftName} time`,
    stored: time,
    save: (text) => put(date || text ? dueOf(date || dateText(now.value), text, zone || localZone()) : null),
    delayMs,
  })
  const isLate = isDue && value !== null && !todo.finished && isOverdue(value, now.value)
  return (
    <fieldset class="details-field">
      <legend>
        {isDue ? words.value.due : word.fields.start}
        {value !== null && <span class={isLate ? 'late' : 'soft'}> · {dueText(value, now.value)}</span>}
      </legend>
      <div class="due-inputs">
        <NativeInput
          type="date"
          label={isDue ? word.dueDate : word.startDate}
          draft={dateDraft}
          max="9999-12-31"
        />
        <NativeInput type="time" label={isDue ? word.dueTime : word.startTime} draft={timeDraft} />
      </div>
      {zone && zone !== localZone() && <p class="hint">{word.timeOfZone(zone)}</p>}
      {isDue && (
        <div class="chips">
          {quickDays(now.value).map(([name, day]) => (
            <button
              type="button"
              class="chip"
              key={name}
              aria-pressed={date === day}
              onClick={() => put(day === '' ? null : dueOf(day, time, zone || localZone()))}
            >
              {name}
            </button>
          ))}
        </div>
      )}
    </fieldset>
  )
}

/** Empty: none. */
function quickDays(today: Date): [name: string, day: string][] {
  const day = (offset: number) =>
    dateText(new Date(today.getFullYear(), today.getMonth(), today.getDate() + offset))
  const toMonday = (8 - today.getDay()) % 7 || 7
  return [
    [words.value.today, day(0)],
    [words.value.tomorrow, day(1)],
    [viewWords.value.nextWeek, day(toMonday)],
    [viewWords.value.none, ''],
  ]
}

interface InputProps {
  type: 'date' | 'time'
  label: string
  draft: ReturnType<typeof useDraft>
  max?: string
}

function NativeInput({ type, label, draft, max }: InputProps): JSX.Element {
  return (
    <input
      class="field"
      type={type}
      aria-label={label}
      value={draft.text}
      {...(max && { max })}
      onInput={({ currentTarget }) => {
        // Half typed it has no value either; that is not "none".
        if (!currentTarget.validity.badInput) draft.type(currentTarget.value)
      }}
      onBlur={draft.save}
      onKeyDown={(event) => event.key === 'Enter' && draft.save()}
    />
  )
}
