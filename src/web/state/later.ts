/**
 * The part of the page that is loaded later. The state and the sidebar ask it for things without importing it, so that
 * views stand above the state: `main.tsx` fills this slot with the loader of `web/later.ts`.
 */
import type { ComponentType, RefObject } from 'preact'
import type { List, Todo, TodoInput, TodoPatch } from '../../client/client.ts'
import type { Arrangement } from './arrange.ts'
import type { DragDeps, Press } from './drag.ts'
import type { Item } from './items.ts'
import type { Menu } from './overlays.ts'
import type { Wish } from './wishes.ts'

/** A line of quick add as it was understood. */
export interface QuickAddLine {
  name: string
  /** Another list than that of the view, where the line names one. */
  list: string | undefined
  /** It has a command that makes the list, if there is none of that name yet. */
  before?: readonly Wish[]
  fields: Omit<TodoInput, 'id' | 'name' | 'list'>
}

export interface QuickAddChips {
  text: string
  ignored: readonly string[]
  field: RefObject<HTMLTextAreaElement | null>
  put: (text: string) => void
  /** A chip is taken away: told its words. */
  onIgnored: (words: string) => void
  /** Gives the focus back to the field. */
  onEnd: () => void
  /** Adds what is written, as Enter does. */
  onSend: () => void
}

export interface RenameChips extends Pick<QuickAddChips, 'text' | 'field' | 'put'> {
  /** The name as it was. */
  before: string
  /** What is typed is kept under this name (state/drafts.ts). */
  draft: string
}

/** It is what a name that was changed says. */
export interface Renamed {
  name: string
  changes: TodoPatch
  /** They make what the changes need, such as a list. */
  before: readonly Wish[]
}

export interface QuickAddPart {
  /**
   * @param ignored - the texts of chips that the person took away
   * @param labels - those that it has anyhow
   */
  readLine(text: string, ignored: readonly string[], labels?: readonly string[]): QuickAddLine
  /**
   * Changes a todo whose name is a whole line into what the line says; for lines that were added before this part was
   * loaded.
   */
  understand(id: string, line: string): void
  /** Says that a todo went to another list than the one that is shown. */
  tellAddedTo(list: string, name: string): void
  Chips: ComponentType<QuickAddChips>
  /** Reads a todo's new name; undefined where it is only a name. */
  readRenamed(todo: Todo, text: string): Renamed | undefined
  RenameChips: ComponentType<RenameChips>
  /** Adds todos of lines that were pasted, as a tree. @returns their ids */
  addLines(list: string, lines: readonly string[], fields: QuickAddLine['fields']): string[]
  /** Says how much can be pasted at once. */
  tellTooMuch(): void
}

export interface MenusPart {
  openListMenu(list: List, at: Menu['at'], rename: () => void): void
  openTodoMenu(
    todo: Todo,
    ids: readonly string[],
    at: Menu['at'],
    order: { canReorder: boolean; isShown: (todo: Todo) => boolean },
  ): void
  openMoveMenu(ids: readonly string[], at: Menu['at']): void
  openDueMenu(ids: readonly string[], at: Menu['at']): void
  openPriorityMenu(ids: readonly string[], at: Menu['at']): void
  openLabelsMenu(ids: readonly string[], at: Menu['at']): void
  openViewMenu(id: string, at: Menu['at'], isList: boolean): void
}

export interface LaterPart {
  menus: MenusPart
  quickAdd: QuickAddPart
  beginDrag(root: HTMLElement, press: Press, deps: DragDeps): void
  beginOrder(press: Press): void
  DragSigns: ComponentType<{ root: RefObject<HTMLElement | null> }>
  arrangedItems(todos: readonly Todo[], arrangement: Arrangement): Item[]
  skipOne(todo: Todo): void
  tellNext(id: string): void
  tellKept(fields: readonly string[]): void
  BulkBar: ComponentType
  FirstSteps: ComponentType<{ list: string }>
  GoneList: ComponentType<{ id: string }>
  RefusedLine: ComponentType<{ id: string }>
  SavedFilters: ComponentType
  SidebarLabels: ComponentType
  AccountPlace: ComponentType
}

let load: (() => Promise<LaterPart>) | undefined

export function fillLater(loader: () => Promise<LaterPart>): void {
  load = loader
}

/** Resolves when the part is there; rejects where it can not be loaded, as without the network. */
export const later = (): Promise<LaterPart> =>
  load ? load() : Promise.reject(new Error('The later part was not announced.'))
