/** It has the menus of small deeds: snoozing, duplicating, copying, and what is overdue on another day. */
import { AlarmClock, CalendarClock, CalendarDays, ClipboardCopy, CopyPlus } from 'lucide'
import { createElement } from 'preact'
import { DatePanel } from '../dates/date-field.tsx'
import { menu, openMenu, type Menu, type MenuItem } from '../state/overlays.ts'
import { may } from '../state/roles.ts'
import { copyTodos, duplicate, rescheduleOverdue, snooze } from '../state/small-deeds.ts'
import { snoozesAt } from '../state/snoozes.ts'
import { replica } from '../state/todos.ts'
import { dateText, dayHeading, momentText } from '../words/due.ts'
import { labelWords, viewWords } from '../words/later-words.ts'
import { words } from '../words/words.ts'

/** The bar for many has these behind its last button. */
export function openDeedsMenu(ids: readonly string[], at: Menu['at'], others: readonly MenuItem[]): void {
  openMenu(labelWords.value.more, at, [...others, ...deedItems(ids, at)])
}

export function openSnoozeMenu(ids: readonly string[], at: Menu['at']): void {
  const word = labelWords.value
  openMenu(
    word.snooze,
    at,
    snoozesAt(new Date()).map(([name, moment]) => ({
      name: words.value.pair(word.snoozes[name], momentText(moment.toISOString())),
      icon: AlarmClock,
      run: () => snooze(ids, moment),
    })),
  )
}

/** The menus of todos have these. */
export function deedItems(ids: readonly string[], at: Menu['at']): MenuItem[] {
  const word = labelWords.value
  const todos = ids.map((id) => replica().todo(id)).filter((todo) => todo !== undefined)
  const canChange = todos.every(({ list }) => may(list, 'change'))
  const items: (MenuItem | false)[] = [
    canChange &&
      todos.some(({ finished }) => !finished) && {
        name: word.snooze,
        icon: AlarmClock,
        run: () => openSnoozeMenu(ids, at),
      },
    canChange && { name: word.duplicate, icon: CopyPlus, run: () => duplicate(ids) },
    { name: word.copyText, icon: ClipboardCopy, run: () => void copyTodos(ids) },
  ]
  return items.filter((item) => item !== false)
}

/** It is about all that is overdue. */
export function openRescheduleMenu(at: Menu['at']): void {
  const word = labelWords.value
  const now = new Date()
  const inDays = (days: number) => dateText(new Date(now.getFullYear(), now.getMonth(), now.getDate() + days))
  const toMonday = (8 - now.getDay()) % 7 || 7
  const days = [...new Set([0, 1, toMonday])].map((count): MenuItem => {
    const day = inDays(count)
    const name = [words.value.today, words.value.tomorrow][count] ?? dayHeading(day, now)
    return { name, icon: CalendarDays, run: () => rescheduleOverdue(day) }
  })
  openMenu(word.reschedule, at, [
    ...days,
    { name: word.chooseDay, icon: CalendarClock, run: () => openDayPanel(at) },
  ])
}

function openDayPanel(at: Menu['at']): void {
  const body = (close: () => void) =>
    createElement(DatePanel, {
      label: viewWords.value.dueDate,
      value: null,
      allowed: { time: 'not', none: false },
      onChoose: (due: string | null) => due !== null && rescheduleOverdue(due.slice(0, 10)),
      onDone: close,
    })
  menu.value = { label: labelWords.value.reschedule, at, items: [], body }
}
