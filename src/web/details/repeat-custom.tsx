/** A rule that is put together: how often, on which days, until when, and what it counts from. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import type { Todo } from '../../client/client.ts'
import { frequencies } from '../../model/repeat.ts'
import { repeatLimits } from '../../model/limits.ts'
import { DateField } from '../dates/date-field.tsx'
import { Choice } from '../parts/choice.tsx'
import { now } from '../state/clock.ts'
import { setRepeat } from '../state/repeats.ts'
import { inMonthText, repeatText, weekdayName } from '../words/repeat-text.ts'
import { todoWords } from '../words/later-words.ts'
import { words } from '../words/words.ts'
import { customOf, inMonthChoices, ruleOf, type Custom, type Frequency } from '../state/repeat-rules.ts'

interface Props {
  todo: Todo
  date: string
  onDone: () => void
}

export function CustomRepeat({ todo, date, onDone }: Props): JSX.Element {
  const form = useSignal(customOf(todo.repeat, date))
  const isFromFinished = useSignal(todo.repeatFrom === 'finished')
  const put = (changes: Partial<Custom>) => (form.value = { ...form.value, ...changes })
  const word = todoWords.value
  const rule = ruleOf(form.value, date)
  const from = isFromFinished.value ? 'finished' : 'due'
  return (
    <form
      class="repeat-custom"
      onSubmit={(event) => {
        event.preventDefault()
        setRepeat(todo, rule, from)
        onDone()
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        onDone()
      }}
    >
      <HowOften form={form.value} put={put} />
      <OnDays form={form.value} put={put} date={date} />
      <Ends form={form.value} put={put} />
      <label class="check">
        <input
          type="checkbox"
          checked={isFromFinished.value}
          onChange={(event) => (isFromFinished.value = event.currentTarget.checked)}
        />
        {word.countedFromFinished}
      </label>
      <p class="hint" aria-live="polite">
        {repeatText(rule, from, now.value)}
      </p>
      <div class="repeat-answers">
        <button type="submit" class="button primary">
          {word.set}
        </button>
        <button type="button" class="button" onClick={onDone}>
          {words.value.cancel}
        </button>
      </div>
    </form>
  )
}

interface PartProps {
  form: Custom
  put: (changes: Partial<Custom>) => void
}

function HowOften({ form, put }: PartProps): JSX.Element {
  const word = todoWords.value
  return (
    <div class="repeat-line">
      <span>{word.interval}</span>
      <input
        class="field"
        type="number"
        aria-label={word.interval}
        required
        min={1}
        max={repeatLimits.repeatIntervalMax}
        value={form.interval}
        onInput={({ currentTarget }) =>
          currentTarget.validity.valid && put({ interval: currentTarget.valueAsNumber })
        }
      />
      <Choice
        label={word.unit}
        value={form.freq}
        options={frequencies.map((each) => ({ value: each, text: word.units[each](form.interval) }))}
        onChoose={(freq) => put({ freq: freq as Frequency })}
      />
    </div>
  )
}

function OnDays({ form, put, date }: PartProps & { date: string }): JSX.Element | null {
  const word = todoWords.value
  const { freq, days } = form
  if (freq === 'WEEKLY')
    return (
      <div class="chips" role="group" aria-label={word.onDays}>
        {[0, 1, 2, 3, 4, 5, 6].map((day) => (
          <button
            key={day}
            type="button"
            class="chip"
            aria-label={weekdayName(day)}
            aria-pressed={days.includes(day)}
            onClick={() => {
              const next = days.includes(day) ? days.filter((each) => each !== day) : [...days, day]
              if (next.length > 0) put({ days: next })
            }}
          >
            {weekdayName(day, 'short')}
          </button>
        ))}
      </div>
    )
  if (freq === 'MONTHLY')
    return (
      <Choice
        label={word.onDays}
        value={form.inMonth}
        options={[...new Set([form.inMonth, ...inMonthChoices(date)])].map((each) => ({
          value: each,
          text: inMonthText(each),
        }))}
        onChoose={(inMonth) => put({ inMonth })}
      />
    )
  return null
}

function Ends({ form, put }: PartProps): JSX.Element {
  const word = todoWords.value
  return (
    <div class="repeat-line">
      <Choice
        label={word.ends}
        value={form.ends}
        options={[
          { value: 'never', text: words.value.pair(word.ends, word.endsNever) },
          { value: 'until', text: words.value.pair(word.ends, word.endsOn) },
          { value: 'count', text: words.value.pair(word.ends, word.endsAfter) },
        ]}
        onChoose={(ends) => put({ ends: ends as Custom['ends'] })}
      />
      {form.ends === 'until' && (
        <DateField
          label={word.lastDate}
          value={form.until || null}
          allowed={{ none: false, time: 'not' }}
          onChoose={(until) => put({ until: until ?? '' })}
        />
      )}
      {form.ends === 'count' && (
        <input
          class="field"
          type="number"
          required
          min={1}
          max={repeatLimits.repeatCountMax}
          aria-label={word.howOften}
          value={form.count}
          onInput={({ currentTarget }) =>
            currentTarget.validity.valid && put({ count: currentTarget.valueAsNumber })
          }
        />
      )}
    </div>
  )
}
