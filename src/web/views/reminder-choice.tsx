/** The default reminders are kept on the server, as it is the server that writes them into todos. */
import { useId } from 'preact/hooks'
import type { JSX } from 'preact'
import type { DefaultReminders } from '../../model/default-reminders.ts'
import { Choice } from '../parts/choice.tsx'
import { useLoaded } from '../parts/use-loaded.ts'
import { ask } from '../state/account-api.ts'
import { now } from '../state/clock.ts'
import { status } from '../state/todos.ts'
import { account } from '../state/who.ts'
import { setDefaultReminders } from '../state/zone.ts'
import { todoWords } from '../words/later-words.ts'
import { beforeTime, onDay, reminderText } from '../words/reminder-text.ts'

/** A reminder is put into words by the kind of its due date, so any date of that kind will do. */
const someDue = { timed: '2026-01-01T09:00[UTC]', day: '2026-01-01' }

export function ReminderChoice(): JSX.Element {
  const isIn = status.value.phase === 'in sync'
  const known = useLoaded(
    () => ask<{ defaultReminders: DefaultReminders }>('GET', '/account'),
    `${account.value?.id} ${isIn}`,
  )
  const word = todoWords.value
  const hint = useId()
  const select = (kind: keyof DefaultReminders, label: string, triggers: readonly string[]) => {
    const value = known.value?.defaultReminders[kind] ?? ''
    return (
      <div class="form-field">
        <span class="name" aria-hidden>
          {label}
        </span>
        <Choice
          label={label}
          describedBy={hint}
          disabled={!isIn || !known.value}
          value={value}
          options={[
            { value: '', text: word.noReminder },
            ...[...new Set([...triggers, ...(value ? [value] : [])])].map((each) => ({
              value: each,
              text: reminderText(each, someDue[kind], now.value),
            })),
          ]}
          onChoose={(chosen) => void known.change(() => setDefaultReminders({ [kind]: chosen || null }))}
        />
      </div>
    )
  }
  return (
    <section class="reminder-choice">
      <h3>{word.defaultReminders}</h3>
      <p id={hint} class="hint">
        {isIn ? word.defaultRemindersHint : word.zoneOffline}
      </p>
      {select('timed', word.ofTimed, beforeTime)}
      {select('day', word.ofDay, onDay)}
      {known.error && isIn && <p class="field-error">{known.error}</p>}
    </section>
  )
}
