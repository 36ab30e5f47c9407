/**
 * Has what the first sight of the page says, in English. The other languages have the same shape; the rest is in
 * later.ts.
 */
const plural = (count: number, one: string, other: string): string =>
  `${count.toLocaleString('en')} ${new Intl.PluralRules('en').select(count) === 'one' ? one : other}`

const todosOf = (count: number): string => plural(count, 'todo', 'todos')
const quoted = (name: string): string => `“${name}”`

export const page = {
  appName: 'aiotodo',

  // Places
  places: 'Places',
  lists: 'Lists',
  today: 'Today',
  upcoming: 'Upcoming',
  calendar: 'Calendar',
  search: 'Search',
  trash: 'Trash',
  settings: 'Settings',
  closeSidebar: 'Close the sidebar',
  skipToTodos: 'Skip to the todos',

  // Lists
  newList: 'New list',
  listName: 'Name of the list',
  isShared: 'shared',
  readOnly: 'You can read this list, not change it.',
  lostList: (name: string) => `${quoted(name)} is not shared with you any more.`,
  listActions: (name: string) => `Actions for ${quoted(name)}`,
  itemsLeft: (count: number) => plural(count, 'todo left', 'todos left'),

  left: 'left',

  // Todos
  todos: 'Todos',
  addTodo: 'Add a todo',
  restToNotes: 'Too long for a name: the rest goes into the notes.',
  nameTooLong: 'Too long: a name has at most 255 characters.',
  addTodos: (count: number) => `Add ${todosOf(count)}`,
  finish: 'Finish',
  reopen: 'Mark as active',
  finishTodo: (name: string) => `Finish ${quoted(name)}`,
  reopenTodo: (name: string) => `Mark ${quoted(name)} as active`,
  rename: 'Rename',
  deleteTodo: 'Delete',
  details: 'Details',
  due: 'Due',
  noDue: 'No due date',
  overdue: 'Overdue',
  priority: 'Priority',
  priorities: { none: 'No priority', low: 'Low', medium: 'Medium', high: 'High' },
  subtodosFinished: (finished: number, all: number) => `${finished} of ${all} subtodos finished`,
  isSelected: 'selected',
  hasNotes: 'Has notes',
  repeats: 'Repeats',
  pair: (name: string, value: string) => `${name}: ${value}`,
  dragHint: 'Drag, or press Alt with the arrow keys',
  emptyAsksDelete: (name: string) => `Delete ${quoted(name)}? Its name is empty.`,

  // Filters and bulk
  filter: 'Show',
  filters: { all: 'All', active: 'Active', finished: 'Finished' },
  sortAndGroup: 'Sort and group',
  finishedCount: (count: number) => `Finished · ${count.toLocaleString('en')}`,
  selected: (count: number) => `${count.toLocaleString('en')} selected`,
  clearSelection: 'Clear the selection',
  moveTo: 'Move to …',
  tomorrow: 'Tomorrow',
  /** It says whether dates name the next days by their short names. */
  isWeekdayShort: false as boolean,

  // What was done
  added: (name: string) => `Added ${quoted(name)}`,
  addedMany: (count: number) => `Added ${todosOf(count)}`,
  finished: (name: string) => `Finished ${quoted(name)}`,
  finishedMany: (count: number) => `Finished ${todosOf(count)}`,
  withSubtodos: (what: string, count: number) => `${what}, with ${plural(count, 'subtodo', 'subtodos')}`,
  reopened: (name: string) => `${quoted(name)} is active again`,
  reopenedMany: (count: number) => `${todosOf(count)} active again`,
  renamed: (name: string) => `Renamed to ${quoted(name)}`,
  changed: (name: string) => `Changed ${quoted(name)}`,
  changedMany: (count: number) => `Changed ${todosOf(count)}`,
  moved: (name: string) => `Moved ${quoted(name)}`,
  movedMany: (count: number) => `Moved ${todosOf(count)}`,
  movedTo: (name: string, place: number, of: number) => `${name}: place ${place} of ${of}`,
  deleted: (name: string) => `Deleted ${quoted(name)}`,
  deletedMany: (count: number) => `Deleted ${todosOf(count)}`,
  restored: (name: string) => `Restored ${quoted(name)}`,
  messages: 'Messages',
  undo: 'Undo',
  undone: (what: string) => `Undone: ${what}`,
  redone: (what: string) => `Done again: ${what}`,
  selectionIs: (count: number) => `${todosOf(count)} selected`,

  // Nothing there
  emptyList: 'Nothing here yet. Write the first todo.',
  emptyFilter: 'No todo of this list is here.',
  showAll: 'Show all',
  openTrash: 'Open the trash',
  firstVisit: 'Waiting for the server, to fetch the todos for the first time …',
  fetching: (have: number, of: number) =>
    `Fetching ${have.toLocaleString('en')} of ${of.toLocaleString('en')} …`,
  searchField: 'Search all todos',

  // Sync
  sync: 'Sync',
  inSync: 'In sync',
  saving: 'Saving …',
  offline: 'Offline',
  offlineWaiting: (count: number) => `Offline · ${count.toLocaleString('en')} waiting`,
  connecting: 'Connecting …',
  backOnline: 'Back online',
  stopped: 'A new version is needed',
  refusedCount: (count: number) => `${count.toLocaleString('en')} refused`,
  asideCount: (count: number) => `${count.toLocaleString('en')} set aside`,
  reload: 'Reload',
  retry: 'Try again',
  discard: 'Discard',
  discarded: (what: string) => `Discarded: ${what}`,
  showRefused: 'Show',
  refusedToast: (what: string, why: string) => `${what}: not saved, ${why}`,
  overwritten: (mine: string, theirs: string) =>
    `${quoted(mine)} was changed to ${quoted(theirs)} elsewhere.`,
  notesOverwritten: (name: string) => `Your notes of ${quoted(name)} were changed elsewhere.`,
  noLabels: 'No labels',
  /** Beside the state, where there is little room. */
  storageMark: {
    denied: 'not kept here',
    insecure: 'not kept here',
    full: 'no room on this device',
    lost: 'not kept here',
  },
  clockMark: 'clock is wrong',

  // Words for commands that wait
  command: {
    createTodo: (name: string) => `Add ${quoted(name)}`,
    updateTodo: (name: string) => `Change ${quoted(name)}`,
    moveTodo: (name: string) => `Move ${quoted(name)} to another list`,
    rename: (name: string, newName: string) => `Rename ${quoted(name)} to ${quoted(newName)}`,
    renameTo: (name: string) => `Rename to ${quoted(name)}`,
    deleteTodo: (name: string) => `Delete ${quoted(name)}`,
    restoreTodo: (name: string) => `Restore ${quoted(name)}`,
    skipTodo: (name: string) => `Skip ${quoted(name)} to its next date`,
    detachTodo: (name: string) => `Take ${quoted(name)} out of its series`,
    createList: (name: string) => `Add the list ${quoted(name)}`,
    updateList: (name: string) => `Change the list ${quoted(name)}`,
    deleteList: (name: string) => `Delete the list ${quoted(name)}`,
    restoreList: (name: string) => `Restore the list ${quoted(name)}`,
    createFilter: (name: string) => `Add the filter ${quoted(name)}`,
    updateFilter: (name: string) => `Change the filter ${quoted(name)}`,
    deleteFilter: (name: string) => `Delete the filter ${quoted(name)}`,
    restoreFilter: (name: string) => `Restore the filter ${quoted(name)}`,
    updateView: (name: string) => `Show ${quoted(name)} in another way`,
    unknown: 'a todo',
  },

  // Palette, keys, settings
  paletteField: 'Do something, or go to a list or todo',
  close: 'Close',
  cancel: 'Cancel',
  partMissing: 'This part of the page could not be loaded. Try again when the server can be reached.',
  failed: 'Something went wrong on this page. What you did is kept. Reload it to go on.',

  /** It stands for a reason whose words are not loaded yet. */
  notTaken: 'the server did not take it.',
}

export type PageWords = typeof page
