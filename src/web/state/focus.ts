/** Moving the keyboard's focus to a todo that may not be in the document yet: its list hears the wish. */
import { signal, type Signal } from '@preact/signals'
import { may } from './roles.ts'
import { active } from './selection.ts'
import { replica } from './todos.ts'

/** The todo that is to have the focus as soon as it is shown. */
export const wantsFocus: Signal<string | undefined> = signal(undefined)
/** The todo that is to be brought into sight, and leaves the focus where it is. */
export const wantsSight: Signal<string | undefined> = signal(undefined)
/** The field of the details that is to have the focus as soon as it is shown. */
export const wantsField: Signal<'repeat' | undefined> = signal(undefined)
/** The todo whose name is being changed in its row. */
export const renaming: Signal<string | undefined> = signal(undefined)

/** Whether the name of the list that is shown is being changed, in its title. */
export const renamingTitle: Signal<boolean> = signal(false)

export function focusTodo(id: string): void {
  active.value = id
  wantsFocus.value = id
}

export function startRenaming(id: string): void {
  active.value = id
  if (!may(replica().todo(id)?.list ?? '', 'change')) return
  renaming.value = id
}

/** The field for new todos, where this view has one. */
export function focusAddField(): boolean {
  const field = document.querySelector<HTMLElement>('.add-field textarea')
  field?.focus()
  return field !== null
}
