/** What a person is told of each error that the page can meet, in English; those of accounts are in account.ts. */
import type { ErrorCode, errorTable } from '../../../model/error-table.ts'
import type { ErrorParams } from '../../../model/error-params.ts'
import { account } from './account.ts'

/**
 * Codes that answers have, and two that the page finds by itself. Those of a command line or of a start are not
 * met here.
 */
type PageCode =
  | { [Code in ErrorCode]: (typeof errorTable)[Code] extends { status: number } ? Code : never }[ErrorCode]
  | 'no_answer'
  | 'not_connected'

/** Parameters may be missing, where an older server answered. */
type Sentence<Code> =
  | string
  | ((params: Code extends keyof ErrorParams ? Partial<ErrorParams[Code]> : object) => string)

export type ProblemWords = { readonly [Code in PageCode]: Sentence<Code> }

const quoted = (name: string): string => `“${name}”`
const most = (count: number | undefined, what: string): string =>
  count === undefined ? 'That is too much.' : `At most ${count.toLocaleString('en')} ${what} are possible.`

export const problems: ProblemWords = {
  ...account.problems,
  atomic_refused: 'Another change that belongs to it was refused.',
  bad_cursor: 'What follows can not be found any more. Begin again.',
  bad_filter: 'The filter can not be read.',
  bad_import: 'The file can not be imported. Nothing was changed.',
  bad_json: 'What was sent can not be read.',
  behind_a_fault: 'The server failed at a change before this one.',
  uri_too_long: 'Too much was asked for at once.',
  unsupported_media: 'The server does not read what was sent.',
  body_too_large: 'It is too large to be sent at once.',
  body_too_slow: 'It came too slowly. Try again over a better line.',
  default_list: 'New todos go to this list; it can not be deleted.',
  deletions_spent: ({ most: cap }) =>
    cap === undefined
      ? 'As much was deleted as may be in an hour.'
      : `As much was deleted as may be in an hour: ${cap.toLocaleString('en')}.`,
  entry_not_found: 'This entry of the history is not there any more.',
  filter_not_found: 'This filter is not there any more.',
  label_not_found: 'No todo has this label.',
  view_not_found: 'Nothing is kept of how this is shown.',
  finished_at_wrong: ({ why }) =>
    why === 'open'
      ? 'It is not finished.'
      : 'It can not have been finished then: not before it was made, not in the future, and at most 90 days ago.',
  forwarded: 'This server answers its own computer only, and not through a proxy.',
  history_too_long: 'Too much has changed since then. Choose a later moment.',
  history_too_short: 'The history does not reach back that far.',
  host_not_local: 'This server answers its own computer only, under the name localhost.',
  id_taken: 'Something of this id is there already.',
  import_running: 'Another import is running. Try again in a moment.',
  import_too_large: 'The file is too large to be imported at once. Nothing was changed.',
  key_reused: 'Something else was sent under the same key.',
  list_full: 'The list has used up its numbers. Go on in a new one.',
  list_in_trash: ({ list }) =>
    list === undefined ? 'The list is in the trash.' : `The list ${quoted(list)} is in the trash.`,
  local_mode: 'This server has no accounts.',
  method_not_allowed: 'The server does not know what was asked.',
  name_taken: ({ name, list }) =>
    `${list === undefined ? 'The list' : quoted(list)} has a todo ${name === undefined ? 'of this name' : quoted(name)} already.`,
  names_repeat: ({ names = [], more = 0, most: cap }) =>
    cap === undefined
      ? `Open todos are called alike: ${names.map(quoted).join(', ')}${more > 0 ? ` and ${more.toLocaleString('en')} more` : ''}.`
      : most(cap, 'todos in a list of unique names'),
  no_next: 'No date follows it.',
  not_connected: 'The server must be reached once, before anything can be added.',
  not_found: 'The server does not know what was asked.',
  not_undoable: 'Members are not changed by an undo.',
  origin_not_allowed: 'The server takes no changes from this address. Open the page at its own address.',
  overloaded: 'The server has too much to do. Try again in a moment.',
  parent_cycle: 'A todo can not be below itself.',
  parent_not_found: 'The todo above it is not there any more.',
  push_failed: 'The push service did not take the message. Switch reminders off and on again.',
  query_too_slow: 'Looking for this takes too long. Ask for less.',
  refused_before: 'It was refused before, and other changes came after it.',
  repeat_moves: 'A todo that repeats can not be moved and finished at once.',
  repeat_needs_due: 'What repeats needs a due date.',
  start_after_due: 'A todo can not start after it is due.',
  stopping: 'The server is stopping. Try again in a moment.',
  storage_full: 'The disk of the server is full.',
  subscription_not_found: 'This device gets no reminders any more. Switch them on again.',
  subtree_too_large: ({ most: cap }) => most(cap, 'subtodos'),
  todo_in_trash: 'The todo is in the trash.',
  todo_not_found: 'The todo is not there any more.',
  too_deep: ({ most: cap }) => most(cap, 'levels of subtodos'),
  too_many_filters: 'There are as many filters as there can be.',
  too_many_views: 'There are as many views as there can be.',
  too_many_requests: 'That was too often. Try again in a moment.',
  too_many_subscriptions: 'As many devices get reminders as there can be. Switch them off on another one.',
  undo_conflict: 'Something has changed since.',
  unknown_format: 'The format of the file is not known.',
  upgrade_required: 'The connection does not let changes come by themselves.',
  version_mismatch: 'It has changed meanwhile.',
}

/** These say why a change was not taken, behind what it was. For all other codes `problems` has words. */
export const refusals = {
  name_taken: 'the list has a todo of this name already.',
  todo_not_found: 'the todo is not there any more.',
  list_not_found: 'the list is not there any more.',
  todo_in_trash: 'the todo is in the trash.',
  list_in_trash: 'the list is in the trash.',
  default_list: 'this list is where new todos go; it can not be deleted.',
  parent_not_found: 'the todo above it is not there any more.',
  parent_cycle: 'a todo can not be below itself.',
  too_deep: 'todos can not nest deeper.',
  subtree_too_large: 'too many subtodos are below it.',
  too_many_lists: 'there are as many lists as there can be.',
  not_connected: 'the server must be reached once, before anything can be added.',
  not_allowed: 'you may not change this list.',
  no_next: 'no date follows it.',
  start_after_due: 'a todo can not start after it is due.',
  bad_request: 'the server does not take this text. It may be too long.',
  internal: 'the server fails at it. It is kept on this device.',
  refused_before: 'the server failed at it. It is kept on this device.',
}

export type RefusalWords = typeof refusals
