/** Files of our own export format, written by hand: what somebody may send who does not mean it well. */

const moment = '2026-01-02T03:04:05.000Z'

export const ownList = (id: string, fields: object = {}) => ({
  kind: 'list',
  id,
  name: `List ${id.slice(0, 8)}`,
  uniqueNames: false,
  colour: 'none',
  position: null,
  createdAt: moment,
  updatedAt: moment,
  deletedAt: null,
  ...fields,
})

export const ownTodo = (list: string, id: string, fields: object = {}) => ({
  kind: 'todo',
  id,
  list,
  number: 1,
  name: `Todo ${id}`,
  notes: '',
  due: null,
  priority: 'none',
  labels: [],
  parent: null,
  position: 'a0',
  repeat: null,
  repeatFrom: 'due',
  anchor: null,
  reminders: [],
  series: null,
  next: null,
  finishedAt: null,
  createdAt: moment,
  updatedAt: moment,
  deletedAt: null,
  ...fields,
})

export const ownFile = (...rows: object[]): string =>
  [{ aiotodo: 'export', version: 1 }, ...rows].map((row) => `${JSON.stringify(row)}\n`).join('')
