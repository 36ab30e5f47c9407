/** Entries of the history in words. */
import type { Conflict } from '../../model/errors.ts'
import type { EntryKind, HistoryEntry, RowChanges } from '../../model/history.ts'
import { deviceText } from '../words/device-text.ts'
import type { Problem, Trouble } from '../state/account-api.ts'
import { now } from '../state/clock.ts'
import { dueText, momentText } from '../words/due.ts'
import { listOf, replica, todoOf } from '../state/todos.ts'
import { accountWords, problemText, viewWords } from '../words/later-words.ts'
import { listed } from '../words/listed.ts'
import { reminderText } from '../words/reminder-text.ts'
import { repeatText } from '../words/repeat-text.ts'
import { words } from '../words/words.ts'

/** What stands beside the entry itself: its own todo or list need not be named. */
export type About = 'todo' | 'list'

export function byText({ account }: HistoryEntry): string {
  return account.id === replica().account?.id ? viewWords.value.you : account.name
}

export function headline(entry: HistoryEntry, about: About): string {
  const { kind, subject } = entry
  const word = viewWords.value
  const own = about === 'todo' ? word.thisTodo : word.thisList
  const what = subject.kind === about ? own : subject.name === null ? word.gone : word.named(subject.name)
  const by = byText(entry)
  const moved = kind === 'moved' ? ownChanges(entry)?.fields['list'] : undefined
  if (moved) return word.movedFromTo(by, what, placeText(entry, moved.from), placeText(entry, moved.to))
  const whom = whomText(entry)
  return whom === undefined
    ? word.kinds[kind](by, what)
    : word.membersKinds[kind as MembersKind](by, what, whom)
}

type MembersKind = keyof typeof viewWords.value.membersKinds

/** It names the member whose role somebody else changed; undefined where there is none, or a server does not say. */
function whomText({ kind, changes, names = {} }: HistoryEntry): string | undefined {
  if (!(kind in viewWords.value.membersKinds)) return undefined
  const found = changes.find(({ fields }) => kind !== 'transferred' || fields['role']?.to === 'owner')
  return found && names[found.id]
}

/** A list by its name, or as one that is not to be seen. */
function placeText({ names = {} }: HistoryEntry, id: unknown): string {
  const name = names[String(id)] ?? listOf(String(id))?.name
  return name === undefined ? viewWords.value.elsewhere : viewWords.value.named(name)
}

/** By which device or token; '' where that is not known. */
export function viaText({ key }: HistoryEntry): string {
  const word = viewWords.value
  if (!key) return ''
  if (key.kind !== 'session') return key.name === null ? '' : word.byToken(key.name)
  return key.name === null ? word.bySession : word.byDevice(deviceText(key.name))
}

const membersKinds = new Set<EntryKind>(['joined', 'left', 'role changed', 'removed', 'transferred'])
export const isOfMembers = ({ kind }: HistoryEntry): boolean => membersKinds.has(kind)

export interface FieldText {
  field: string
  name: string
  from: string
  to: string
}

/** Said by the kind of the entry already. */
const saidBy: Partial<Record<EntryKind, readonly string[]>> = {
  finished: ['finishedAt'],
  reopened: ['finishedAt'],
  deleted: ['deletedAt'],
  restored: ['deletedAt'],
  moved: ['list'],
}

/** What changed of the todo or list that the entry is about. */
export function fieldTexts(entry: HistoryEntry): FieldText[] {
  const own = ownChanges(entry)
  if (!own) return []
  const { fields: known } = viewWords.value
  const names: Partial<Record<string, string>> = known
  return Object.entries(own.fields)
    .filter(([field, { to }]) => !isPlain(entry, field, to) && !saidBy[entry.kind]?.includes(field))
    .map(([field, { from, to }]) => ({
      field,
      name: names[field] ?? field,
      // A place among others says nothing by itself.
      // Of what was made there was nothing before.
      from: field === 'position' || entry.kind === 'created' ? '' : valueText(field, from, entry),
      to: field === 'position' ? '' : valueText(field, to, entry),
    }))
}

/** What says nothing: of what was made, what it has anyway. */
function isPlain({ kind }: HistoryEntry, field: string, to: unknown): boolean {
  // They follow from what is told.
  if (field === 'series' || field === 'next') return true
  return kind === 'created' && (field === 'position' || (field === 'repeatFrom' && to === 'due'))
}

export const ownChanges = ({ changes, subject }: HistoryEntry): RowChanges | undefined =>
  changes.find(({ id }) => id === subject.id) ?? changes[0]

function valueText(field: string, value: unknown, { names = {} }: Partial<HistoryEntry> = {}): string {
  const word = viewWords.value
  if (value === null || value === undefined || value === '')
    return field === 'list' ? word.elsewhere : word.nothing
  if (Array.isArray(value))
    return value.length === 0 ? word.nothing : listed(value.map((each) => itemText(field, each)))
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  const { priorities } = words.value
  const { roles } = accountWords.value
  switch (field) {
    case 'start':
    case 'due':
    case 'anchor':
      return dueText(text, now.peek())
    case 'repeat':
      return repeatText(text, 'due', now.peek())
    case 'finishedAt':
    case 'deletedAt':
      return momentText(text)
    case 'priority':
      return priorities[text as keyof typeof priorities] ?? text
    case 'colour':
      return viewWords.value.colours[text as keyof typeof viewWords.value.colours] ?? text
    case 'role':
      return roles[text as keyof typeof roles] ?? text
    case 'list':
      return names[text] ?? listOf(text)?.name ?? word.elsewhere
    case 'parent':
      return names[text] ?? todoOf(text)?.name ?? word.gone
    case 'repeatFrom':
    case 'uniqueNames':
      return word.values[text as keyof typeof word.values] ?? text
    default:
      return text
  }
}

const itemText = (field: string, item: unknown): string =>
  field === 'reminders' ? reminderText(String(item), null, now.peek()) : String(item)

export function conflictText({ why, name, field = '', current }: Conflict): string {
  const word = viewWords.value
  const names: Partial<Record<string, string>> = word.fields
  const what = name === null ? word.gone : word.named(name)
  return word.conflicts[why](what, names[field] ?? field, valueText(field, current))
}

/** Why something is not taken back. */
export function refusalText({ code = 'internal', params, conflicts = [] }: Problem | Trouble): string {
  const [first] = conflicts
  if (first) return conflictText(first)
  const known: Partial<Record<string, string>> = viewWords.value.problems
  return known[code] ?? problemText(code, params)
}
