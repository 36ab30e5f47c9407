/** A question before something is done. */
import type { JSX } from 'preact'
import { closeDialog, type Dialog as Opened } from '../state/overlays.ts'
import { words } from '../words/words.ts'
import { Dialog } from './dialog.tsx'

export function Confirm({ asked }: { asked: Extract<Opened, { kind: 'confirm' }> }): JSX.Element {
  let isAnswered = false
  const { instead } = asked
  const answer = (run: () => void) => {
    isAnswered = true
    closeDialog()
    run()
  }
  return (
    <Dialog
      label={asked.question}
      hasHeading={false}
      class="confirm"
      onClose={() => isAnswered || asked.otherwise?.()}
    >
      <p>{asked.question}</p>
      <footer>
        <button
          type="button"
          class="button"
          onClick={(event) => event.currentTarget.closest('dialog')?.close()}
        >
          {words.value.cancel}
        </button>
        {instead && (
          <button type="button" class="button" onClick={() => answer(instead.run)}>
            {instead.action}
          </button>
        )}
        <button
          type="button"
          class={`button ${asked.isMild ? 'primary' : 'danger'}`}
          onClick={() => answer(asked.run)}
        >
          {asked.action}
        </button>
      </footer>
    </Dialog>
  )
}
