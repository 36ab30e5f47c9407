/** The small deeds as the palette has them. */
import { AlarmClock, CalendarDays, ClipboardCopy, CopyPlus } from 'lucide'
import { copyTodos, duplicate, overdueTodos, rescheduleOverdue, snooze } from '../state/small-deeds.ts'
import { snoozesAt } from '../state/snoozes.ts'
import { dateText, dayText } from '../words/due.ts'
import type { AllWords } from '../words/later-words.ts'
import type { Command } from './command.ts'

/** On the todos that have the keyboard or are selected. */
export function deedsOn(
  ids: readonly string[],
  { later: { labels: word } }: AllWords,
): Omit<Command, 'about'>[] {
  return [
    ...snoozesAt(new Date()).map(([name, moment]) => ({
      id: `snooze-${name}`,
      name: word.snoozeTo(word.snoozes[name]),
      icon: AlarmClock,
      run: () => snooze(ids, moment),
    })),
    { id: 'duplicate', name: word.duplicate, icon: CopyPlus, run: () => duplicate(ids) },
    { id: 'copy-text', name: word.copyText, icon: ClipboardCopy, run: () => void copyTodos(ids) },
  ]
}

/** They are about all that is overdue, and there where something is. */
export function onOverdue({ later }: AllWords): Command[] {
  if (overdueTodos().length === 0) return []
  const now = new Date()
  const day = (days: number) => dateText(new Date(now.getFullYear(), now.getMonth(), now.getDate() + days))
  return ['today', 'tomorrow'].map((name, days) => ({
    id: `overdue-${name}`,
    name: later.labels.rescheduleTo(dayText(day(days), now)),
    icon: CalendarDays,
    run: () => rescheduleOverdue(day(days)),
  }))
}
