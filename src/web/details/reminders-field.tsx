/** When to remind of a todo: so long before it is due, or at a moment. */
import { X } from 'lucide'
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useRef } from 'preact/hooks'
import type { Todo } from '../../client/client.ts'
import { repeatLimits } from '../../model/limits.ts'
import { DateField } from '../dates/date-field.tsx'
import { Choice } from '../parts/choice.tsx'
import { Icon } from '../parts/icon.tsx'
import { change } from '../state/actions.ts'
import { now } from '../state/clock.ts'
import { beforeTime, onDay, reminderText } from '../words/reminder-text.ts'
import { todoWords } from '../words/later-words.ts'
import { words } from '../words/words.ts'

export function RemindersField({ todo }: { todo: Todo }): JSX.Element {
  const { reminders, due } = todo
  const isAtMoment = useSignal(false)
  const add = useRef<HTMLButtonElement>(null)
  const word = todoWords.value
  const put = (next: readonly string[]) => {
    change([todo.id], { reminders: [...new Set(next)] })
    add.current?.focus({ preventScroll: true })
  }
  const triggers = due === null ? [] : due.length > 10 ? beforeTime : onDay
  return (
    <section class="details-field reminders-field" aria-label={word.reminders}>
      <h2 class="name">{word.reminders}</h2>
      {reminders.length > 0 && (
        <ul class="chips">
          {reminders.map((each) => {
            const text = reminderText(each, due, now.value)
            return (
              <li key={each} class="chip removable">
                <span>{text}</span>
                <button
                  type="button"
                  aria-label={word.removeReminder(text)}
                  title={word.removeReminder(text)}
                  onClick={() => put(reminders.filter((other) => other !== each))}
                >
                  <Icon of={X} />
                </button>
              </li>
            )
          })}
        </ul>
      )}
      {reminders.length < repeatLimits.remindersPerTodoMax && (
        <Choice
          button={add}
          label={word.addReminder}
          value={isAtMoment.value ? 'moment' : ''}
          options={[
            { value: '', text: word.addReminder },
            ...triggers
              .filter((each) => !reminders.includes(each))
              .map((each) => ({ value: each, text: reminderText(each, due, now.value) })),
            { value: 'moment', text: word.atMoment },
          ]}
          onChoose={(value) => {
            isAtMoment.value = value === 'moment'
            if (value !== '' && value !== 'moment') put([...reminders, value])
          }}
        />
      )}
      {isAtMoment.value && (
        <MomentForm
          onMoment={(moment) => {
            isAtMoment.value = false
            if (moment) put([...reminders, moment])
          }}
        />
      )}
    </section>
  )
}

/** @param onMoment - given the moment, or nothing */
function MomentForm({ onMoment }: { onMoment: (moment: string | undefined) => void }): JSX.Element {
  return (
    <div
      class="reminder-moment"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        onMoment(undefined)
      }}
    >
      <DateField
        label={todoWords.value.moment}
        value={null}
        allowed={{ none: false, time: 'must' }}
        isFirst
        onChoose={(moment) => onMoment(moment ?? undefined)}
      />
      <button type="button" class="button" onClick={() => onMoment(undefined)}>
        {words.value.cancel}
      </button>
    </div>
  )
}
