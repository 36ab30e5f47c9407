/** Moving the keyboard's focus to a todo that may not be in the document yet: its list hears the wish. */
import { signal, type Signal } from '@preact/signals'
import { may } from './roles.ts'
import { active } from './selection.ts'
import { replica } from './todos.ts'

/** A todo may have two rows: in the view, and among the subtodos of the details. */
export interface RowWish {
  id: string
  inDetails: boolean
}

/** It is where the focus is, unless that is said. */
const rowWish = (id: string, inDetails = isInDetails()): RowWish => ({ id, inDetails })

const isInDetails = (): boolean => document.activeElement?.closest('.details') != null

/** This todo is to have the focus as soon as it is shown. */
export const wantsFocus: Signal<RowWish | undefined> = signal(undefined)
/** This todo is to be brought into sight, and leaves the focus where it is. */
export const wantsSight: Signal<string | undefined> = signal(undefined)
/** The field of the details that is to have the focus as soon as it is shown. */
export const wantsField: Signal<'repeat' | undefined> = signal(undefined)
/** The name of this todo is being changed in its row. */
export const renaming: Signal<RowWish | undefined> = signal(undefined)

/** Whether the name of the list that is shown is being changed, in its title. */
export const renamingTitle: Signal<boolean> = signal(false)

export function focusTodo(id: string, inDetails?: boolean): void {
  active.value = id
  wantsFocus.value = rowWish(id, inDetails)
}

/** It finds the row that the focus is in or near to. */
export const rowOf = (id: string): Element =>
  (document.activeElement?.closest('.details') ?? document).querySelector(`[data-todo="${id}"] .name`) ??
  document.body

export function startRenaming(id: string): void {
  active.value = id
  if (!may(replica().todo(id)?.list ?? '', 'change')) return
  renaming.value = rowWish(id)
}

/** It goes to the field for new todos, where this view has one; in the details, to that for subtodos. */
export function focusAddField(inDetails: boolean = isInDetails()): boolean {
  const field = document.querySelector<HTMLElement>(`${inDetails ? '.details ' : ''}.add-field textarea`)
  field?.focus()
  return field !== null
}
