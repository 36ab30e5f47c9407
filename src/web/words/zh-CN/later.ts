/** 简体中文，首屏之外的文字。 */
import type { LaterWords } from '../en/later.ts'
import { account } from './account.ts'
import { calendar } from './calendar.ts'
import { dates } from './dates.ts'
import { exchange } from './exchange.ts'
import { filters } from './filters.ts'
import { imports } from './imports.ts'
import { labels } from './labels.ts'
import { problems, refusals } from './problems.ts'
import { reminders } from './reminders.ts'
import { settings } from './settings.ts'
import { todo } from './todo.ts'
import { view } from './view.ts'

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
