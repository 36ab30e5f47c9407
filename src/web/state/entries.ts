/** The history, as the server tells it, and taking back what it has: docs/history.md. */
import type { HistoryEntry } from '../../model/history.ts'
import { ask, type Problem } from './account-api.ts'

export interface Page<T> {
  items: T[]
  next: string | null
}

const entriesPerPage = 20
/** A page may be empty although there is a next one. */
const emptyPagesMax = 10

/** @param path - such as `/todos/ID/history`; the first page with entries from `cursor` on. @throws Trouble */
export async function readEntries(
  path: string,
  query: Record<string, string> = {},
  cursor?: string,
): Promise<Page<HistoryEntry>> {
  let from = cursor
  for (let pages = 1; ; pages++) {
    const params = new URLSearchParams({
      limit: String(entriesPerPage),
      ...query,
      ...(from !== undefined && { cursor: from }),
    })
    const page = await ask<Page<HistoryEntry>>('GET', `${path}?${params}`)
    if (page.items.length > 0 || page.next === null || pages === emptyPagesMax) return page
    from = page.next
  }
}

export type Outcome = 'undone' | 'unchanged'

/** @param force - overwrite what has changed since. @throws Trouble */
export const undoEntry = async (id: string, force: boolean): Promise<Outcome> =>
  (await ask<{ outcome: Outcome }>('POST', `/history/${id}/undo${force ? '?force=true' : ''}`)).outcome

/** What is to be taken back: all in one's own list, or what one did oneself. */
export interface Scope {
  /** RFC 3339. */
  since: string
  list?: string
  by?: string
  token?: string
}

export interface Plan {
  /** The moment of the newest entry: what comes meanwhile was not shown, and stays. Undefined: there is nothing. */
  until: string | undefined
  count: number
  refused: Problem[]
}

interface Undone {
  outcome: Outcome | 'refused'
  problem?: Problem
}

/** What would become of all of it, decided as it would be. @param tell - how many were looked at. @throws Trouble */
export async function rehearse(scope: Scope, force: boolean, tell: (count: number) => void): Promise<Plan> {
  const { list, ...query } = scope
  const path = list === undefined ? '/history' : `/lists/${list}/history`
  const [newest] = (await readEntries(path, query)).items
  if (!newest) return { until: undefined, count: 0, refused: [] }
  return {
    until: newest.time,
    ...(await undoPages({ ...scope, until: newest.time, force, dryRun: true }, tell)),
  }
}

/** Page by page; what is taken back is so, also where a later page fails. @throws Trouble */
export const undoAll = (
  scope: Scope,
  { until }: Plan,
  force: boolean,
  tell: (count: number) => void,
): Promise<Omit<Plan, 'until'>> => undoPages({ ...scope, until, force }, tell)

/**
 * Takes back all of a gesture, one's own unless an account is named, step by step.
 * @param tell - how many of how many were looked at
 * @throws Trouble
 */
export const undoGesture = (
  { gesture, account }: Pick<HistoryEntry, 'gesture'> & Partial<Pick<HistoryEntry, 'account'>>,
  tell: (count: number, all: number) => void,
): Promise<Omit<Plan, 'until'>> => undoPages({ gesture, ...(account && { by: account.id }) }, tell)

async function undoPages(
  body: object,
  tell: (count: number, all: number) => void,
): Promise<Omit<Plan, 'until'>> {
  const done: Omit<Plan, 'until'> = { count: 0, refused: [] }
  let seen = 0
  let cursor: string | undefined
  // All steps are one gesture.
  let as: string | undefined
  do {
    const page: Page<Undone> & { gesture?: string; total?: number } = await ask('POST', '/undo', {
      ...body,
      ...(cursor && { cursor, as }),
    })
    as = page.gesture
    for (const { outcome, problem } of page.items) {
      if (outcome === 'undone') done.count++
      if (problem) done.refused.push(problem)
    }
    seen += page.items.length
    tell(seen, page.total ?? seen)
    cursor = page.next ?? undefined
  } while (cursor !== undefined)
  return done
}
