/** Signing out: what is kept on this device goes too, unless something of it has not reached the server. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { Dialog } from '../parts/dialog.tsx'
import { drafts, shortened } from '../state/drafts.ts'
import { signOut } from '../state/entry.ts'
import { status } from '../state/todos.ts'
import { accountWords, viewWords } from '../words/later-words.ts'
import { Form } from '../parts/form.tsx'

export function SignOutDialog(): JSX.Element {
  const word = accountWords.value
  const { waiting: sends, aside } = status.value
  const waiting = sends + aside
  const removes = useSignal(waiting === 0)
  const typed = [...drafts.value.values()].filter(({ text }) => text.trim())
  return (
    <Dialog label={word.signOutTitle}>
      <div class="dialog-body">
        {waiting > 0 && <p class="warning">{word.stillWaiting(waiting)}</p>}
        <Form button={word.signOut} check={() => ({})} send={() => signOut(removes.peek())}>
          {() => (
            <>
              <label class="check">
                <input
                  type="checkbox"
                  checked={removes.value}
                  aria-describedby="removes-hint"
                  onChange={(event) => (removes.value = event.currentTarget.checked)}
                />
                {word.alsoRemove}
              </label>
              <p class="hint" id="removes-hint">
                {word.alsoRemoveHint}
              </p>
              {removes.value && typed.length > 0 && (
                <p class="warning" role="status">
                  {viewWords.value.typedGone(
                    typed.map(({ text }) => `“${shortened(text.trim())}”`).join(' '),
                  )}
                </p>
              )}
            </>
          )}
        </Form>
      </div>
    </Dialog>
  )
}
