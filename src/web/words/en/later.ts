/** Puts English together, but for what the first sight of the page needs. */
import type { FilterSentences } from '../../../model/filter/sentences.ts'
import { account, type AccountWords } from './account.ts'
import { calendar, type CalendarWords } from './calendar.ts'
import { dates, type DateWords } from './dates.ts'
import { exchange, type ExchangeWords } from './exchange.ts'
import { filters } from './filters.ts'
import { imports, type ImportWords } from './imports.ts'
import { labels, type LabelWords } from './labels.ts'
import { problems, refusals, type ProblemWords, type RefusalWords } from './problems.ts'
import { reminders, type ReminderWords } from './reminders.ts'
import { settings, type SettingWords } from './settings.ts'
import { todo, type TodoWords } from './todo.ts'
import { view, type ViewWords } from './view.ts'

export interface LaterWords {
  account: AccountWords
  calendar: CalendarWords
  dates: DateWords
  exchange: ExchangeWords
  filters: FilterSentences
  imports: ImportWords
  labels: LabelWords
  problems: ProblemWords
  refusals: RefusalWords
  reminders: ReminderWords
  settings: SettingWords
  todo: TodoWords
  view: ViewWords
}

export const later: LaterWords = {
  account,
  calendar,
  dates,
  exchange,
  filters,
  imports,
  labels,
  problems,
  refusals,
  reminders,
  settings,
  todo,
  view,
}
