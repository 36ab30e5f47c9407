/** The API's operations, typed. Each takes the options of a request; refusals are thrown as `ResponseError`. */
import type { CommandInput } from '../model/command.ts'
import type { Problem } from '../model/errors.ts'
import type { List, ListInput, ListPatch } from '../model/list.ts'
import type { Account } from '../model/access.ts'
import type { Delta } from '../model/messages.ts'
import type { FilterInput, FilterPatch, SavedFilter } from '../model/saved-filter.ts'
import type { View, ViewPatch } from '../model/view.ts'
import type { Todo, TodoFields, TodoInput, TodoPatch } from '../model/todo.ts'
import { errorOf, jsonOf, type Requester, type RequestOptions } from './request.ts'

export interface Page<T> {
  items: T[]
  next: string | null
}

export interface TodoQuery {
  list?: string
  finished?: boolean
  label?: string
  due_from?: string
  due_to?: string
  q?: string
  deleted?: boolean
  /** As docs/filters.md has it. */
  filter?: string
  /** Where it is today, for the filter. */
  zone?: string
  sort?: 'position' | 'number' | 'due' | 'priority' | 'created' | 'updated'
  limit?: number
  cursor?: string
}

export type Changes = Omit<Delta, 'type'> & { cursor: string }

export type BatchOutcome =
  | {
      accepted: true
      version: number
      replayed: boolean
      /** It counts the todos below that were finished, or reopened, along. */
      subtodos?: number
      todo?: Todo
      list?: List
      filter?: SavedFilter
      view?: View
    }
  | { accepted: false; problem: Problem }

/**
 * `POST /undo` is asked this, and answers as `POST /history/{entry}/undo` does. The client has no methods for them: it
 * would be too large.
 */
export interface UndoQuery {
  since: string
  until?: string
  list?: string
  by?: string
  token?: string
  force?: boolean
  dryRun?: boolean
  cursor?: string
}

export interface Undone {
  /** The entry that was to be taken back, and the one that did it. */
  undoes: string
  outcome: 'undone' | 'unchanged' | 'refused'
  entry: string | null
  problem?: Problem
}

/** A view has these operations alone. */
interface Changeable<T, Changes> {
  all(query?: object, options?: RequestOptions): AsyncGenerator<T>
  get(id: string, options?: RequestOptions): Promise<T>
  update(id: string, changes: Changes, version?: number, options?: RequestOptions): Promise<T>
}

export type Api = ReturnType<typeof createApi>

export function createApi(request: Requester) {
  const json = async <T>(method: string, path: string, options?: RequestOptions): Promise<T> =>
    jsonOf<T>(await request(method, `api/v1${path}`, options))
  const none = async (method: string, path: string, options?: RequestOptions): Promise<void> => {
    const response = await request(method, `api/v1${path}`, options)
    if (!response.ok) throw await errorOf(response)
  }
  /** Follows the pages of a listing to its end. */
  async function* all<T>(path: string, query: object, options?: RequestOptions): AsyncGenerator<T> {
    let cursor: string | undefined
    do {
      const page: Page<T> = await json('GET', path, { ...options, query: { ...query, cursor } })
      yield* page.items
      cursor = page.next ?? undefined
    } while (cursor !== undefined)
  }
  const withVersion = (version: number | undefined, options: RequestOptions = {}): RequestOptions =>
    version === undefined
      ? options
      : { ...options, headers: { ...options.headers, 'if-match': `"${version}"` } }
  const act =
    <T>(path: string, verb: string) =>
    (id: string, options?: RequestOptions) =>
      json<T>('POST', `${path}/${id}/${verb}`, options)
  /** Lists and filters have the same operations. */
  const thingsAt = <T, Input, Changes, Query extends object = { deleted?: boolean }>(path: string) => ({
    all: (query = {} as Query, options?: RequestOptions) => all<T>(path, query, options),
    get: (id: string, options?: RequestOptions) => json<T>('GET', `${path}/${id}`, options),
    create: (thing: Input, options?: RequestOptions) => json<T>('POST', path, { ...options, body: thing }),
    update: (id: string, changes: Changes, version?: number, options?: RequestOptions) =>
      json<T>('PATCH', `${path}/${id}`, withVersion(version, { ...options, body: changes })),
    delete: (id: string, version?: number, options?: RequestOptions) =>
      none('DELETE', `${path}/${id}`, withVersion(version, options)),
    restore: act<T>(path, 'restore'),
  })
  return {
    account: (options?: RequestOptions) => json<Account>('GET', '/account', options),
    todos: {
      ...thingsAt<Todo, TodoInput, TodoPatch, Omit<TodoQuery, 'cursor'>>('/todos'),
      page: (query: TodoQuery = {}, options?: RequestOptions) =>
        json<Page<Todo>>('GET', '/todos', { ...options, query: { ...query } }),
      put: (id: string, todo: TodoFields & { list?: string }, options?: RequestOptions) =>
        json<Todo>('PUT', `/todos/${id}`, { ...options, body: todo }),
      /** Puts one that repeats off to the next date of its rule. */
      skip: act<Todo>('/todos', 'skip'),
      /** Takes one that repeats out of its series, which goes on without it. */
      detach: act<Todo>('/todos', 'detach'),
    },
    lists: thingsAt<List, ListInput, ListPatch>('/lists'),
    filters: thingsAt<SavedFilter, FilterInput, FilterPatch>('/filters'),
    /** Views say how the account has lists, filters and labels shown; `update` makes one where there is none yet. */
    views: thingsAt<View, never, ViewPatch, object>('/views') as Changeable<View, ViewPatch>,
    /** Up to 100 commands, each with its own outcome; or `atomic`, all or none. */
    batch: async (commands: readonly CommandInput[], atomic = false, options?: RequestOptions) =>
      (await json<{ outcomes: BatchOutcome[] }>('POST', '/batch', { ...options, body: { commands, atomic } }))
        .outcomes,
    /** What changed in a list since a cursor; waits up to `wait` seconds for something. */
    changes: (query: { space?: string; cursor?: string; wait?: number } = {}, options?: RequestOptions) =>
      json<Changes>('GET', '/changes', {
        timeoutMs: 10_000 + (query.wait ?? 0) * 1_000,
        ...options,
        query: { ...query },
      }),
  }
}
