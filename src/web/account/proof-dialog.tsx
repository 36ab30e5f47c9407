/**
 * What could give an account away is done by who showed lately who they are: where the server says so, the page asks,
 * and goes on.
 */
import { signal } from '@preact/signals'
import type { JSX } from 'preact'
import { Dialog } from '../parts/dialog.tsx'
import { ask, Trouble, type WaysIn } from '../state/account-api.ts'
import { accountWords } from '../words/later-words.ts'
import { ProofForm } from './proof.tsx'

interface Asked {
  promise: Promise<void>
  resolve: () => void
  reject: (trouble: Trouble) => void
}

const asked = signal<Asked | undefined>(undefined)

/**
 * As `ask`; where a proof is needed first, a dialog asks for it, and then it is sent again.
 * @throws Trouble `proof_cancelled` when nothing is shown
 */
export async function askProven<T = undefined>(method: string, path: string, body?: unknown): Promise<T> {
  try {
    return await ask<T>(method, path, body)
  } catch (error) {
    if (!(error instanceof Trouble) || error.code !== 'proof_needed') throw error
  }
  asked.value ??= newQuestion()
  await asked.value.promise
  return ask<T>(method, path, body)
}

function newQuestion(): Asked {
  let answers = {} as Omit<Asked, 'promise'>
  const promise = new Promise<void>((resolve, reject) => (answers = { resolve, reject }))
  return { promise, ...answers }
}

/** @param ways - what can be shown */
export function ProofDialog({ ways }: { ways: WaysIn }): JSX.Element | null {
  const open = asked.value
  if (!open) return null
  const word = accountWords.value
  const close = () => {
    asked.value = undefined
    open.reject(new Trouble('proof_cancelled'))
  }
  return (
    <Dialog label={word.proofTitle} onClose={close}>
      <div class="dialog-body">
        <p>{word.proofHint}</p>
        <ProofForm
          title={word.goOn}
          ways={ways}
          run={async (proof) => {
            await ask('POST', '/session/proof', proof)
            open.resolve()
            asked.value = undefined
          }}
          onCancel={close}
        />
      </div>
    </Dialog>
  )
}
