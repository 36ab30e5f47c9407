/** The calendar shows a month or a week of all lists or one, with what is due and what comes by its rule. */
import { ChevronLeft, ChevronRight, Layers } from 'lucide'
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useMemo, useRef } from 'preact/hooks'
import { daysFrom, firstDayOfWeek, monthsFrom, weeksOf } from '../dates/month.ts'
import { IconButton } from '../parts/icon-button.tsx'
import { Popover } from '../parts/popover.tsx'
import { chineseDays, legalDays, offersChineseDays } from '../state/chinese-days.ts'
import { now } from '../state/clock.ts'
import { askHolidays, holidays, wantHolidays } from '../state/holidays.ts'
import { openMenu } from '../state/overlays.ts'
import { addingList } from '../state/account-settings.ts'
import { fetchingText, isFetching } from '../state/fetching.ts'
import { go, type Place } from '../state/route.ts'
import { may } from '../state/roles.ts'
import { allTodos, listOf, lists, todosOf } from '../state/todos.ts'
import { AddField } from '../todos/add-field.tsx'
import { DragSigns } from '../todos/drag-signs.tsx'
import { dateText, dueOf, localZone } from '../words/due.ts'
import { calendarWords } from '../words/later-words.ts'
import { language, words } from '../words/words.ts'
import { hearDrags } from './drag.ts'
import { Month } from './month.tsx'
import { longDay, type ShapeProps } from './shape.ts'
import { spread } from './spread.ts'
import { Undated } from './undated.tsx'
import { Week } from './week.tsx'
import '../styles/calendar.ts'

type CalendarPlace = Extract<Place, { view: 'calendar' }>

interface Adding {
  at: Element
  day: string
  time: string | undefined
}

export function CalendarView({ place }: { place: CalendarPlace }): JSX.Element {
  const root = useRef<HTMLDivElement>(null)
  const adding = useSignal<Adding | undefined>(undefined)
  useEffect(() => hearDrags(root.current as HTMLElement), [])
  useEffect(() => {
    if (legalDays.value === 'on') askHolidays()
  }, [legalDays.value])
  const today = dateText(now.value)
  const { span, day = today, list } = place
  const first = firstDayOfWeek()
  const weeks = useMemo(() => {
    const month = weeksOf(day, first)
    return span === 'month' ? month : month.filter((week) => week.includes(day))
  }, [day.slice(0, 7), span === 'week' && day, span, first])
  const todos = list === undefined ? allTodos.value : todosOf(list).value
  const [from = day, to = day] = [weeks[0]?.[0], weeks.at(-1)?.[6]]
  const days = useMemo(
    () => spread(todos, { from, to }, localZone(), new Date().toISOString(), holidays.value),
    [todos, from, to, today, holidays.value],
  )
  useEffect(() => wantHolidays(todos.map(({ repeat }) => repeat)), [todos])
  const shape: ShapeProps = {
    days,
    weeks,
    at: day,
    today,
    onDay: (to) => go({ place: { ...place, day: to } }, true),
    onAdd: (at, day, time) => (adding.value = { at, day, time }),
  }
  const target = list ?? addingList()
  const { value: open } = adding
  return (
    <div class="calendar-view" ref={root}>
      <Head place={place} day={day} />
      {isFetching(place.list) && <p class="fetching is-late">{fetchingText()}</p>}
      <div class="calendar-body">
        {span === 'month' ? <Month {...shape} /> : <Week {...shape} />}
        <Undated todos={todos} />
      </div>
      {open && target !== undefined && may(target, 'change') && (
        <Popover
          key={`${open.day} ${open.time ?? ''}`}
          label={words.value.addTodo}
          at={open.at}
          class="calendar-add"
          onClose={() => (adding.value = undefined)}
        >
          <h3>{longDay(open.day)}</h3>
          <div
            ref={focusField}
            onKeyDownCapture={(event) => {
              // What is typed stays as the draft of the day.
              if (event.key === 'Escape') adding.value = undefined
            }}
          >
            <AddField
              list={target}
              place={`calendar ${open.day}`}
              with={{ due: open.time === undefined ? open.day : dueOf(open.day, open.time) }}
            />
          </div>
        </Popover>
      )}
      <DragSigns root={root} />
    </div>
  )
}

const focusField = (element: HTMLElement | null): void => element?.querySelector('textarea')?.focus()

/** It asks what is shown besides todos, which is chosen for each device. */
function openLayers(at: Element): void {
  const [moon, legal] = [chineseDays.peek() === 'on', legalDays.peek() === 'on']
  const { layers, hideMoonDays, showMoonDays, hideLegalDays, showLegalDays } = calendarWords.value
  openMenu(layers, at, [
    { name: moon ? hideMoonDays : showMoonDays, run: () => (chineseDays.value = moon ? 'off' : 'on') },
    { name: legal ? hideLegalDays : showLegalDays, run: () => (legalDays.value = legal ? 'off' : 'on') },
  ])
}

function Head({ place, day }: { place: CalendarPlace; day: string }): JSX.Element {
  const { span, list } = place
  const word = calendarWords.value
  const turn = (by: 1 | -1) =>
    go({ place: { ...place, day: span === 'month' ? monthsFrom(day, by) : daysFrom(day, 7 * by) } }, true)
  const title = new Intl.DateTimeFormat(language.value, { year: 'numeric', month: 'long', timeZone: 'UTC' })
  const name = (list !== undefined && listOf(list)?.name) || word.allLists
  const choose = (at: Element) =>
    openMenu(word.ofList, at, [
      {
        name: word.allLists,
        isChosen: list === undefined,
        run: () => go({ place: { ...place, list: undefined } }),
      },
      ...lists.peek().map((each) => ({
        name: each.name,
        colour: each.colour,
        isChosen: each.id === list,
        run: () => go({ place: { ...place, list: each.id } }),
      })),
    ])
  return (
    <header class="title calendar-title">
      <h1 aria-live="polite">{title.format(new Date(`${day}T00:00Z`))}</h1>
      <IconButton
        icon={ChevronLeft}
        label={span === 'month' ? word.monthBefore : word.weekBefore}
        onClick={() => turn(-1)}
      />
      <button type="button" class="button" onClick={() => go({ place: { ...place, day: undefined } }, true)}>
        {words.value.today}
      </button>
      <IconButton
        icon={ChevronRight}
        label={span === 'month' ? word.monthAfter : word.weekAfter}
        onClick={() => turn(1)}
      />
      <span class="grows" />
      {offersChineseDays.value && (
        <IconButton
          icon={Layers}
          label={word.layers}
          aria-haspopup="menu"
          onClick={(event) => openLayers(event.currentTarget)}
        />
      )}
      <button
        type="button"
        class="button"
        aria-haspopup="menu"
        onClick={(event) => choose(event.currentTarget)}
      >
        {name}
      </button>
      <nav class="filters" aria-label={word.span}>
        {(['month', 'week'] as const).map((each) => (
          <button
            type="button"
            key={each}
            data-span={each}
            aria-pressed={span === each}
            onClick={() => go({ place: { ...place, span: each, day } }, true)}
          >
            {word[each]}
          </button>
        ))}
      </nav>
    </header>
  )
}
