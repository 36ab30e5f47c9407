/** A question before something is done. */
import type { JSX } from 'preact'
import { closeDialog, type Dialog as Opened } from '../state/overlays.ts'
import { words } from '../words/words.ts'
import { Dialog } from './dialog.tsx'

export function Confirm({ asked }: { asked: Extract<Opened, { kind: 'confirm' }> }): JSX.Element {
  let isAnswered = false
  const answer = () => {
    isAnswered = true
    closeDialog()
    asked.run()
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
        <button type="button" class="button danger" onClick={answer}>
          {asked.action}
        </button>
      </footer>
    </Dialog>
  )
}
