/** Has what is said of labels, and of small deeds on todos, in English. */
const quoted = (name: string): string => `“${name}”`
const todosOf = (count: number): string => `${count.toLocaleString('en')} ${count === 1 ? 'todo' : 'todos'}`
const listsOf = (names: readonly string[], more: number): string =>
  names.map(quoted).join(', ') + (more > 0 ? ` and ${more.toLocaleString('en')} more` : '')

export const labels = {
  label: 'Label',
  rename: 'Rename the label',
  remove: 'Delete the label everywhere',
  nameOf: 'Name of the label',
  nothing: 'No todo has this label.',
  moreLabels: (count: number) => `${count.toLocaleString('en')} more`,
  fewer: 'Fewer',
  edit: 'Labels …',
  ofMany: (count: number) => `Labels of ${todosOf(count)}`,
  find: 'Find or make a label',
  has: (label: string, isOn: boolean) => `${isOn ? 'Remove' : 'Add'} the label ${quoted(label)}`,
  none: 'There are no labels yet.',
  given: (label: string, count: number) => `Labelled ${todosOf(count)} ${quoted(label)}`,
  taken: (label: string, count: number) => `Took the label ${quoted(label)} from ${todosOf(count)}`,
  noRoom: (count: number, most: number) =>
    `${todosOf(count)} stayed without it: a todo has at most ${most} labels.`,
  renamed: (from: string, to: string) => `Renamed the label ${quoted(from)} to ${quoted(to)}`,
  merged: (from: string, to: string) => `Put the label ${quoted(from)} into ${quoted(to)}`,
  removed: (label: string, count: number) => `Deleted the label ${quoted(label)} from ${todosOf(count)}`,
  askMerge: (from: string, to: string) =>
    `There is a label ${quoted(to)} already. ${quoted(from)} and it will be one.`,
  askShared: (count: number, lists: readonly string[], more: number) =>
    `${todosOf(count)} with it ${count === 1 ? 'is' : 'are'} in lists that you share: ${listsOf(lists, more)}.`,
  keep: (count: number) =>
    `${todosOf(count)} ${count === 1 ? 'keeps' : 'keep'} it, in lists that you can only read.`,
  onItsWay: 'Not all todos have come to this device yet: those that come later keep it.',
  merge: 'Make them one',
  everywhere: 'In these as well',
  mineOnly: 'Only in my own lists',
  doRename: 'Rename',
  doRemove: 'Delete',

  more: 'More',
  reschedule: 'Reschedule what is overdue',
  rescheduleShort: 'Reschedule …',
  chooseDay: 'Another day …',
  rescheduleTo: (day: string) => `Reschedule what is overdue: ${day}`,
  rescheduled: (count: number, day: string) => `Rescheduled ${todosOf(count)}: ${day}`,
  nothingOverdue: 'Nothing is overdue.',
  snooze: 'Snooze …',
  snoozeTo: (when: string) => `Snooze: ${when}`,
  snoozes: {
    hour: 'In an hour',
    evening: 'This evening',
    morning: 'Tomorrow morning',
    weekend: 'On the weekend',
    week: 'Next week',
  },
  snoozed: (name: string, when: string) => `Snoozed ${quoted(name)}: ${when}`,
  snoozedMany: (count: number, when: string) => `Snoozed ${todosOf(count)}: ${when}`,
  duplicate: 'Duplicate',
  duplicated: (name: string) => `Duplicated ${quoted(name)}`,
  duplicatedMany: (count: number) => `Duplicated ${todosOf(count)}`,
  tooMany: (most: number) => `That is too much at once: at most ${todosOf(most)}.`,
  copyOf: (name: string, number: number) => `${name} (${number})`,
  copyText: 'Copy as text',
  copied: (count: number) => `Copied ${todosOf(count)}`,
  notCopied: 'This browser did not let the page copy it.',
  nothingToCopy: 'There is nothing to copy.',
}

export type LabelWords = typeof labels
