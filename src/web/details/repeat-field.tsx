/**
 * How a todo repeats: the rules that are chosen most, others put together, what comes, and what can be done with this
 * one.
 */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { Todo } from '../../client/client.ts'
import { datesAfter } from '../../model/series.ts'
import { Choice } from '../parts/choice.tsx'
import { change } from '../state/actions.ts'
import { now } from '../state/clock.ts'
import { dateText, dueText, localZone } from '../words/due.ts'
import { openTodo } from '../state/route.ts'
import { detachOne, moveAll, setRepeat, skipOne } from '../state/repeats.ts'
import { todosOf } from '../state/todos.ts'
import { account } from '../state/who.ts'
import { repeatText } from '../words/repeat-text.ts'
import { todoWords, viewWords } from '../words/later-words.ts'
import { holidays, lastHolidayYear, wantHolidays } from '../state/holidays.ts'
import { words } from '../words/words.ts'
import { offersChineseDays } from '../state/chinese-days.ts'
import { ChineseDay } from './chinese-day.tsx'
import { CustomRepeat } from './repeat-custom.tsx'
import { chinesePresets, legalPresets, presets } from '../state/repeat-rules.ts'

const shownMax = 5

export function RepeatField({ todo }: { todo: Todo }): JSX.Element {
  const { repeat, repeatFrom } = todo
  const isCustom = useSignal(false)
  const word = todoWords.value
  const date = todo.anchor?.slice(0, 10) ?? todo.due?.slice(0, 10) ?? dateText(now.value)
  const ofChina = offersChineseDays.value ? [...legalPresets(), ...chinesePresets(date)] : []
  const rules = [...presets(date), ...ofChina]
  // They are asked for before a rule is chosen, as its first date may depend on them.
  useEffect(() => wantHolidays([repeat, ...ofChina]))
  const isOther = repeat !== null && (!rules.includes(repeat) || repeatFrom === 'finished')
  const choose = (value: string) => {
    isCustom.value = value === 'custom'
    if (value !== 'custom') setRepeat(todo, value || null, 'due')
  }
  return (
    <section class="details-field repeat-field" aria-label={word.repeat}>
      <h2 class="name">{word.repeat}</h2>
      <Choice
        label={word.repeat}
        value={isCustom.value ? 'custom' : isOther ? 'other' : (repeat ?? '')}
        options={[
          { value: '', text: word.doesNotRepeat },
          ...(isOther ? [{ value: 'other', text: repeatText(repeat, repeatFrom, now.value) }] : []),
          ...rules.map((rule) => ({ value: rule, text: repeatText(rule, 'due', now.value) })),
          { value: 'custom', text: word.custom },
        ]}
        onChoose={choose}
      />
      {isCustom.value && <CustomRepeat todo={todo} date={date} onDone={() => (isCustom.value = false)} />}
      {repeat !== null && !todo.finished && <Coming todo={todo} />}
      <History todo={todo} />
    </section>
  )
}

/** It stands in for helpers of iterators, which came to browsers lately (Chrome 122, Safari 18.4). */
function first<T>(count: number, all: Iterable<T>): T[] {
  const taken: T[] = []
  for (const each of all) if (taken.push(each) === count) break
  return taken
}

function Coming({ todo }: { todo: Todo }): JSX.Element {
  const word = todoWords.value
  // By the same rules as the server, so also without it.
  const zone = account.value?.zone ?? localZone()
  const dates = first(shownMax, datesAfter(todo, now.value.toISOString(), zone, 'skipped', holidays.value))
  return (
    <>
      {todo.anchor !== null && (
        <p class="moved-alone hint">
          {viewWords.value.sentences([word.movedAlone(dueText(todo.anchor, now.value)), ''])}
          <button type="button" class="link-button" onClick={() => moveAll(todo)}>
            {word.moveAll}
          </button>
        </p>
      )}
      {todo.repeat?.includes('X-SKIP') && <p class="hint">{holidaysText()}</p>}
      {dates.length > 0 ? (
        <ol class="coming" aria-label={word.comingDates}>
          {dates.map(({ due }, index) => (
            <li key={due} {...(index === 0 && { 'data-first': words.value.pair(word.comingDates, '') })}>
              <time dateTime={due.slice(0, 16)}>{dueText(due, now.value)}</time>
              <ChineseDay date={due} />
            </li>
          ))}
        </ol>
      ) : (
        <p class="hint">{word.noneComing}</p>
      )}
      <div class="chips">
        {dates.length > 0 && (
          <button type="button" class="chip" onClick={() => skipOne(todo)}>
            {word.skip}
          </button>
        )}
        <button type="button" class="chip" title={word.detachHint} onClick={() => detachOne(todo)}>
          {word.detach}
        </button>
        <button type="button" class="chip" onClick={() => change([todo.id], { repeat: null })}>
          {word.end}
        </button>
      </div>
    </>
  )
}

/** It says how far the days that are left out are known. */
function holidaysText(): string {
  const { holidaysUntil, holidaysUnknown } = todoWords.value
  const year = lastHolidayYear.value
  return typeof year === 'number' ? holidaysUntil(year) : holidaysUnknown
}

/** Those of the series that were finished before this one: they are todos of the list like any other. */
function History({ todo }: { todo: Todo }): JSX.Element | null {
  if (todo.series === null) return null
  const before = todosOf(todo.list)
    .value.filter(({ id, series, finished }) => series === todo.series && id !== todo.id && finished)
    .toSorted((a, b) => ((a.finishedAt ?? '') < (b.finishedAt ?? '') ? 1 : -1))
  if (before.length === 0) return null
  return (
    <p class="finished-before hint">
      {words.value.pair(todoWords.value.finishedBefore, '')}
      {before.slice(0, shownMax).map((each) => (
        <button key={each.id} type="button" class="link-button" onClick={() => openTodo(each.id)}>
          {dueText(each.due ?? each.finishedAt?.slice(0, 10) ?? '', now.value)}
        </button>
      ))}
    </p>
  )
}
