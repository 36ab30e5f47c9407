/** What lies over the page: at most one menu and one dialog. */
import { signal, type Signal } from '@preact/signals'
import type { IconNode } from 'lucide'
import type { JSX } from 'preact'

export interface MenuItem {
  name: string
  icon?: IconNode
  /** A list's colour, shown as a dot in place of an icon. */
  colour?: string
  /** Of a choice: whether it is the present one. */
  isChosen?: boolean
  keys?: string
  tone?: 'danger'
  run: () => void
}

export interface Menu {
  label: string
  /** Where it opens: below this element, or at this place of the window. */
  at: Element | { x: number; y: number }
  items: readonly MenuItem[]
  /** This is shown in place of items, such as a calendar. */
  body?: (close: () => void) => JSX.Element
}

export type Dialog =
  | { kind: 'palette' | 'keys' | 'sync' | 'sign-out' | 'invitation' }
  | { kind: 'share' | 'history'; list: string }
  | {
      kind: 'confirm'
      question: string
      action: string
      run: () => void
      /** This is an answer between that and none. */
      instead?: { action: string; run: () => void }
      /** It takes nothing away. */
      isMild?: boolean
      otherwise?: () => void
    }

export const menu: Signal<Menu | undefined> = signal(undefined)
export const dialog: Signal<Dialog | undefined> = signal(undefined)
/** Below 900 px the sidebar is a drawer. */
export const isDrawerOpen: Signal<boolean> = signal(false)
/** Whether a new list is being named, in the sidebar. */
export const isAddingList: Signal<boolean> = signal(false)

export function openMenu(label: string, at: Menu['at'], items: readonly MenuItem[]): void {
  menu.value = { label, at, items }
}

export function openDialog(opened: Dialog): void {
  menu.value = undefined
  dialog.value = opened
}

export function closeDialog(): void {
  dialog.value = undefined
}
