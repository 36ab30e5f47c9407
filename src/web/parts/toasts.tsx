/** Short messages at the foot of the page, and what is only read out. */
import { X } from 'lucide'
import type { JSX } from 'preact'
import { announcement, closeToast, toasts, type Toast } from '../state/toasts.ts'
import { words } from '../words/words.ts'
import { IconButton } from './icon-button.tsx'

export function Toasts(): JSX.Element {
  return (
    <>
      <div class="toasts" role="region" aria-label={words.value.messages}>
        {toasts.value.map((toast) => (
          <ToastLine key={toast.id} toast={toast} />
        ))}
      </div>
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
