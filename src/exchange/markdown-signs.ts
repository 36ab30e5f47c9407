/** The signs that programs of notes put behind a name, which our own files write so that none is meant. */

export type MarkedField =
  | 'due'
  | 'scheduled'
  | 'start'
  | 'created'
  | 'done'
  | 'cancelled'
  | 'repeat'
  | 'priority'

/** It tells which of them a sign is; a priority says its value by itself. */
export const markdownSigns: Readonly<Record<string, [MarkedField, string?]>> = {
  '📅': ['due'],
  '📆': ['due'],
  '🗓': ['due'],
  '⏳': ['scheduled'],
  '⌛': ['scheduled'],
  '🛫': ['start'],
  '➕': ['created'],
  '✅': ['done'],
  '❌': ['cancelled'],
  '🔁': ['repeat'],
  '🔺': ['priority', 'high'],
  '⏫': ['priority', 'high'],
  '🔼': ['priority', 'medium'],
  '🔽': ['priority', 'low'],
  '⏬': ['priority', 'low'],
}

/** Each of them, and what else would be read of a name: a tag, a field in brackets. */
export const signOrTag = new RegExp(
  `${Object.keys(markdownSigns).join('|')}|(?<=^|\\s|\\()#(?=\\S)|\\((?=[a-z-]+::)`,
  'giu',
)
