/**
 * All that can be done from the palette, in one table. What is about todos is there while some have the keyboard or are
 * selected.
 */
import {
  CalendarDays,
  CalendarX,
  Check,
  Flag,
  FolderInput,
  Keyboard,
  Languages,
  ListPlus,
  LogOut,
  PanelRight,
  Pencil,
  Plus,
  Redo2,
  RefreshCw,
  Repeat,
  RotateCcw,
  SkipForward,
  Search,
  Settings,
  SunMoon,
  Trash2,
  Undo2,
  type IconNode,
} from 'lucide'
import { change, dueIn, moveToList, remove, setFinished, skip } from '../state/actions.ts'
import { focusAddField, startRenaming, wantsField } from '../state/focus.ts'
import { redo, redoable, undo, undoable } from '../state/history.ts'
import type { KeyName } from '../state/keys.ts'
import { isAddingList, isDrawerOpen, openDialog } from '../state/overlays.ts'
import { may } from '../state/roles.ts'
import { go, openTodo, route, type Place } from '../state/route.ts'
import { active, selected } from '../state/selection.ts'
import { languageChoice, theme, themes } from '../device/settings.ts'
import { lists, todoOf } from '../state/todos.ts'
import { account } from '../state/who.ts'
import { languages } from '../words/languages.ts'
import type { AllWords } from '../words/later-words.ts'
import type { Command } from './command.ts'
import { onOpenFilter } from './filter-commands.ts'
import { deedsOn, onOverdue } from './deed-commands.ts'
import { labelsOn, onOpenLabel } from './label-commands.ts'
import { onOpenList } from './list-commands.ts'

/** The most likely ones first. */
export function actions(word: AllWords): Command[] {
  return [
    ...onTodos(word),
    ...onOverdue(word),
    ...making(word),
    ...onOpenList(word),
    ...onOpenFilter(word),
    ...onOpenLabel(word),
    ...places(word),
    ...onPage(word),
  ]
}

function making({ page: word, later }: AllWords): Command[] {
  const [back, forth] = [undoable.value.at(-1), redoable.value.at(-1)]
  return [
    { id: 'add', name: word.addTodo, icon: Plus, key: 'add', run: addTodo },
    { id: 'new-list', name: word.newList, icon: ListPlus, run: newList },
    ...(back
      ? [
          {
            id: 'undo',
            name: word.undo,
            about: back.name,
            icon: Undo2,
            key: 'undo',
            run: () => undo(),
          } as const,
        ]
      : []),
    ...(forth
      ? [
          {
            id: 'redo',
            name: later.view.redo,
            about: forth.name,
            icon: Redo2,
            key: 'redo',
            run: () => redo(),
          } as const,
        ]
      : []),
  ]
}

function newList(): void {
  isDrawerOpen.value = true
  isAddingList.value = true
}

/** The views without a field for new todos have none to go to: the default list has. */
function addTodo(): void {
  if (focusAddField()) return
  go({ place: { view: 'list', list: undefined } })
  setTimeout(focusAddField)
}

function onTodos(words: AllWords): Command[] {
  const { page: word, later } = words
  const { todo } = route.value
  const ids = selected.value.size > 0 ? [...selected.value] : [active.value ?? todo ?? '']
  const todos = ids.map(todoOf).filter((each) => each?.deletedAt === null)
  const [first] = todos
  if (!first) return []
  const about = todos.length === 1 ? first.name : word.selected(todos.length)
  const isFinished = todos.every((each) => each?.finished)
  const { priorities } = word
  const commands: Omit<Command, 'about'>[] = [
    {
      id: 'finish',
      name: isFinished ? word.reopen : word.finish,
      icon: isFinished ? RotateCcw : Check,
      key: 'toggle',
      run: () => setFinished(ids, !isFinished),
    },
    ...(todos.length === 1 ? onOne(first.id, words) : []),
    {
      id: 'due-today',
      name: later.view.dueToday,
      icon: CalendarDays,
      key: 'dueToday',
      run: () => dueIn(ids, 0),
    },
    { id: 'due-tomorrow', name: later.view.dueTomorrow, icon: CalendarDays, run: () => dueIn(ids, 1) },
    { id: 'due-none', name: word.noDue, icon: CalendarX, run: () => change(ids, { due: null }) },
    ...(['high', 'medium', 'low', 'none'] as const).map((priority) => ({
      id: `priority-${priority}`,
      name: word.pair(word.priority, priority === 'none' ? later.view.none : priorities[priority]),
      icon: Flag,
      run: () => change(ids, { priority }),
    })),
    ...deedsOn(ids, words),
    ...labelsOn(ids, words),
    ...lists.value
      .filter((list) => may(list.id, 'change') && todos.some((each) => each?.list !== list.id))
      .map((list) => ({
        id: `move-to-${list.id}`,
        name: later.view.moveToList(list.name),
        icon: FolderInput,
        run: () => moveToList(ids, list.id),
      })),
    { id: 'delete', name: word.deleteTodo, icon: Trash2, key: 'remove', run: () => remove(ids) },
  ]
  return commands.map((command) => ({ ...command, about }))
}

function openRepeat(id: string): void {
  openTodo(id)
  wantsField.value = 'repeat'
}

function onOne(id: string, { page, later }: AllWords): Command[] {
  return [
    { id: 'rename', name: page.rename, icon: Pencil, key: 'rename', run: () => renameTodo(id) },
    { id: 'details', name: page.details, icon: PanelRight, key: 'details', run: () => openTodo(id) },
    { id: 'repeat', name: later.todo.repeat, icon: Repeat, key: 'repeat', run: () => openRepeat(id) },
    ...(todoOf(id)?.repeat && !todoOf(id)?.finished
      ? [
          {
            id: 'skip',
            name: later.todo.skip,
            icon: SkipForward,
            key: 'skip',
            run: () => skip(id),
          } as const,
        ]
      : []),
  ]
}

/** In its row; a todo that is not in this view has its details alone. */
function renameTodo(id: string): void {
  if (document.querySelector(`[data-todo="${id}"]`)) startRenaming(id)
  else document.querySelector<HTMLElement>('.details-name textarea')?.focus()
}

function places({ page: word, later }: AllWords): Command[] {
  const to = (name: string, icon: IconNode, place: Place, key?: KeyName): Command => ({
    id: `go-${place.view}`,
    name: later.view.goTo(name),
    icon,
    ...(key && { key }),
    run: () => go({ place }),
  })
  return [
    to(word.today, CalendarDays, { view: 'today' }, 'goToday'),
    to(word.upcoming, CalendarDays, { view: 'upcoming' }, 'goUpcoming'),
    to(word.calendar, CalendarDays, { view: 'calendar', span: 'month' }, 'goCalendar'),
    to(word.search, Search, { view: 'search', query: '' }, 'search'),
    to(word.trash, Trash2, { view: 'trash' }),
    to(word.settings, Settings, { view: 'settings' }),
  ]
}

function onPage({ page: word, later }: AllWords): Command[] {
  const language = (tag: string, name: string): Command => ({
    id: `language-${tag}`,
    name: word.pair(later.view.languageField, name),
    icon: Languages,
    run: () => (languageChoice.value = tag),
  })
  return [
    ...themes.map((value) => ({
      id: `theme-${value}`,
      name: word.pair(later.view.theme, later.view.themes[value]),
      icon: SunMoon,
      run: () => void (theme.value = value),
    })),
    language('system', later.view.languageSystem),
    ...Object.entries(languages).map(([tag, { name }]) => language(tag, name)),
    ...(account.value
      ? [
          {
            id: 'sign-out',
            name: later.account.signOut,
            icon: LogOut,
            run: () => openDialog({ kind: 'sign-out' }),
          },
        ]
      : []),
    { id: 'sync', name: word.sync, icon: RefreshCw, run: () => openDialog({ kind: 'sync' }) },
    {
      id: 'keys',
      name: later.view.keyboard,
      icon: Keyboard,
      key: 'map',
      run: () => openDialog({ kind: 'keys' }),
    },
  ]
}
