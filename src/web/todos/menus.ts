/** It has the menus about todos. */
import {
  ArrowDown,
  ArrowUp,
  Calendar,
  CalendarClock,
  CalendarDays,
  CalendarX,
  Check,
  Flag,
  FolderInput,
  IndentDecrease,
  IndentIncrease,
  PanelRight,
  Pencil,
  SquareCheck,
  Tag,
  Trash2,
} from 'lucide'
import { createElement } from 'preact'
import type { List, Todo } from '../../client/client.ts'
import { change, dueIn, indent, moveBy, moveToList, outdent, remove, setFinished } from '../state/actions.ts'
import { rowOf, startRenaming } from '../state/focus.ts'
import { keyGroups, keyText, type KeyName } from '../state/keys.ts'
import { menu, openMenu, type Menu, type MenuItem } from '../state/overlays.ts'
import { openTodo } from '../state/route.ts'
import { may } from '../state/roles.ts'
import { toggleSelected } from '../state/selection.ts'
import { lists, replica } from '../state/todos.ts'
import { labelWords, viewWords } from '../words/later-words.ts'
import { words } from '../words/words.ts'
import { deedItems } from './deed-menus.ts'
import { DuePanel } from './due-panel.tsx'
import { LabelsPanel } from './labels-panel.tsx'

const keysOf = (name: KeyName, index = 0): { keys?: string } => {
  const key = keyGroups.list[name]?.[index]
  return key === undefined ? {} : { keys: keyText(key) }
}

export function openMoveMenu(ids: readonly string[], at: Menu['at']): void {
  const here = new Set(ids.map((id) => replica().todo(id)?.list))
  openMenu(
    words.value.moveTo,
    at,
    movable().map((list) => ({
      name: list.name,
      colour: list.colour,
      isChosen: here.size === 1 && here.has(list.id),
      run: () => moveToList(ids, list.id),
    })),
  )
}

/** Lists that todos can be moved to. */
export const movable = (): readonly List[] => lists.value.filter(({ id }) => may(id, 'change'))

export function openPriorityMenu(ids: readonly string[], at: Menu['at']): void {
  const { priority, priorities } = words.value
  const present = new Set(ids.map((id) => replica().todo(id)?.priority))
  openMenu(
    priority,
    at,
    (['high', 'medium', 'low', 'none'] as const).map((value) => ({
      name: priorities[value],
      isChosen: present.size === 1 && present.has(value),
      run: () => change(ids, { priority: value }),
    })),
  )
}

/** Opens the field for dates in a popover. */
export function openDueMenu(ids: readonly string[], at: Menu['at']): void {
  const body = (close: () => void) => createElement(DuePanel, { ids, onDone: close })
  menu.value = { label: words.value.due, at, items: [], body }
}

/** Opens the labels in a popover. */
export function openLabelsMenu(ids: readonly string[], at: Menu['at']): void {
  const label = ids.length === 1 ? viewWords.value.labels : labelWords.value.ofMany(ids.length)
  menu.value = { label, at, items: [], body: () => createElement(LabelsPanel, { ids }) }
}

const dueItems = (ids: readonly string[], at: Menu['at']): MenuItem[] => [
  { name: viewWords.value.dueToday, icon: CalendarDays, run: () => dueIn(ids, 0), ...keysOf('dueToday') },
  { name: viewWords.value.dueTomorrow, icon: Calendar, run: () => dueIn(ids, 1) },
  {
    name: viewWords.value.asksMore(words.value.due),
    icon: CalendarClock,
    run: () => openDueMenu(ids, at),
    ...keysOf('dueOn'),
  },
  { name: words.value.noDue, icon: CalendarX, run: () => change(ids, { due: null }) },
]

/** What can be done to a todo, or to all that are selected with it. */
export function openTodoMenu(
  todo: Todo,
  ids: readonly string[],
  at: Menu['at'],
  order: { canReorder: boolean; isShown: (todo: Todo) => boolean },
): void {
  const { id, finished } = todo
  const word = words.value
  const isOne = ids.length === 1
  const row = document.querySelector(`[data-todo="${id}"]`) ? rowOf(id) : at
  const one: MenuItem[] = [
    { name: word.rename, icon: Pencil, run: () => startRenaming(id), ...keysOf('rename') },
    { name: word.details, icon: PanelRight, run: () => openTodo(id), ...keysOf('details') },
    { name: viewWords.value.select, icon: SquareCheck, run: () => toggleSelected(id), ...keysOf('select') },
  ]
  const places: MenuItem[] = [
    {
      name: viewWords.value.moveUp,
      icon: ArrowUp,
      run: () => moveBy(id, -1, order.isShown),
      ...keysOf('moveTodo'),
    },
    {
      name: viewWords.value.moveDown,
      icon: ArrowDown,
      run: () => moveBy(id, 1, order.isShown),
      ...keysOf('moveTodo', 1),
    },
    {
      name: viewWords.value.indent,
      icon: IndentIncrease,
      run: () => indent(id, order.isShown),
      ...keysOf('indent', 1),
    },
    { name: viewWords.value.outdent, icon: IndentDecrease, run: () => outdent(id), ...keysOf('indent') },
  ]
  openMenu(isOne ? todo.name : word.selected(ids.length), at, [
    {
      name: finished ? word.reopen : word.finish,
      icon: Check,
      run: () => setFinished(ids, !finished),
      ...keysOf('toggle'),
    },
    ...(isOne ? one : []),
    ...dueItems(ids, row),
    { name: viewWords.value.asksMore(word.priority), icon: Flag, run: () => openPriorityMenu(ids, row) },
    { name: labelWords.value.edit, icon: Tag, run: () => openLabelsMenu(ids, row) },
    { name: word.moveTo, icon: FolderInput, run: () => openMoveMenu(ids, row), ...keysOf('moveTo') },
    ...deedItems(ids, row),
    ...(isOne && order.canReorder ? places : []),
    { name: word.deleteTodo, icon: Trash2, tone: 'danger', run: () => remove(ids), ...keysOf('remove') },
  ])
}
