/**
 * Short messages at the foot of the page, and what is only read out. An open dialog has them itself: nothing below it
 * can be pressed.
 */
import { X } from 'lucide'
import type { JSX } from 'preact'
import { announcement, closeToast, toasts, type Toast } from '../state/toasts.ts'
import { words } from '../words/words.ts'
import { IconButton } from './icon-button.tsx'

/** @param isBelow - a dialog lies over these: the messages are shown on that one */
export function Toasts({ isBelow = false }: { isBelow?: boolean }): JSX.Element {
  return (
    <>
      {!isBelow && (
        <div class="toasts" role="region" aria-label={words.value.messages}>
          {toasts.value.map((toast) => (
            <ToastLine key={toast.id} toast={toast} />
          ))}
        </div>
      )}
      <div class="unseen" role="status" aria-live="polite">
        {announcement.value}
      </div>
    </>
  )
}

function ToastLine({ toast: { id, text, action } }: { toast: Toast }): JSX.Element {
  return (
    <div class="toast">
      <span class="grows">{text}</span>
      {action && (
        <button
          type="button"
          class="link-button"
          onClick={() => {
            closeToast(id)
            action.run()
          }}
        >
          {action.name}
        </button>
      )}
      <IconButton icon={X} label={words.value.close} onClick={() => closeToast(id)} />
    </div>
  )
}
