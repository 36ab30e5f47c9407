/** Short messages at the foot of the page, and what a screen reader is told besides. */
import { signal, type Signal } from '@preact/signals'

export interface Toast {
  id: number
  text: string
  action?: { name: string; run: () => void }
  /** Stays until it is closed: something needs an answer. */
  stays?: boolean
}

export const toasts: Signal<readonly Toast[]> = signal([])
/** Read out, and never seen: what a look at the page would tell. */
export const announcement: Signal<string> = signal('')

const shownMs = 7_000
const toastsMax = 3
let nextId = 1

export function showToast(toast: Omit<Toast, 'id'>): number {
  const id = nextId++
  toasts.value = [...toasts.value, { ...toast, id }].slice(-toastsMax)
  if (!toast.stays) setTimeout(() => closeToast(id), shownMs)
  return id
}

export function closeToast(id: number): void {
  toasts.value = toasts.value.filter((toast) => toast.id !== id)
}

/** What was said to one person is not for the next. */
export function clearMessages(): void {
  toasts.value = []
  announcement.value = ''
}

export function announce(text: string): void {
  // The same words twice are two announcements.
  announcement.value = announcement.peek() === text ? `${text}\u200b` : text
}
