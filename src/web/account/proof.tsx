/** Fields that ask once more who it is: the password, with a code where there is a second factor; or a passkey. */
import { useSignal } from '@preact/signals'
import type { ComponentChildren, JSX } from 'preact'
import { useId } from 'preact/hooks'
import type { Proof, Trouble, WaysIn } from '../state/account-api.ts'
import { hasPasskeys, showPasskey } from '../state/passkeys.ts'
import { troubleText } from '../state/trouble-text.ts'
import { accountWords } from '../words/later-words.ts'
import { words } from '../words/words.ts'
import { Field, Form, type Errors, type Values } from '../parts/form.tsx'

interface ProofParts {
  fields: (errors: Errors) => JSX.Element
  check: (values: Values) => Errors
  read: (values: Values) => Promise<Proof>
  /** What is about these fields; undefined: it is about something else. */
  explain: (trouble: Trouble) => Errors | undefined
}

/** @param isFirst - whether these are the first fields, where one begins to type */
export function useProof(ways: WaysIn, isFirst = true): ProofParts {
  const word = accountWords.value
  const canShow = ways.passkeys > 0 && hasPasskeys()
  const wishesPasskey = useSignal(!ways.hasPassword)
  // Several of these may be open at once.
  const id = useId()
  const isByPasskey = canShow && wishesPasskey.value
  // Without either it is having signed in just now that counts, which the server knows.
  const isByPassword = !isByPasskey && ways.hasPassword
  return {
    fields: (errors) => (
      <>
        {isByPassword && (
          <Field
            name="current"
            id={`${id}-current`}
            label={word.currentPassword}
            error={errors['current']}
            type="password"
            autocomplete="current-password"
            autofocus={isFirst}
          />
        )}
        {isByPassword && ways.secondFactor && (
          <Field
            name="code"
            id={`${id}-code`}
            label={word.code}
            hint={word.codeHint}
            error={errors['code']}
            autocomplete="one-time-code"
          />
        )}
        {isByPasskey && <p class="hint">{word.byPasskeyHint}</p>}
        {canShow && ways.hasPassword && (
          <button
            type="button"
            class="link-button"
            onClick={() => (wishesPasskey.value = !wishesPasskey.value)}
          >
            {isByPasskey ? word.byPassword : word.byPasskey}
          </button>
        )}
      </>
    ),
    check: (values) => ({
      ...(isByPassword && values('current') === '' && { current: word.passwordEmpty }),
      ...(isByPassword && ways.secondFactor && values('code').trim() === '' && { code: word.codeEmpty }),
    }),
    async read(values) {
      if (isByPasskey) return { passkey: await showPasskey() }
      if (!isByPassword) return {}
      const code = values('code').trim()
      return { currentPassword: values('current'), ...(code !== '' && { code }) }
    },
    explain({ code }) {
      if (code === 'wrong_password') return { current: word.problems.wrong_current }
      if (code === 'wrong_code') return { code: word.problems.wrong_code }
      return undefined
    },
  }
}

interface FormProps {
  title: string
  ways: WaysIn
  /** Others, above these. */
  children?: (errors: Errors) => ComponentChildren
  check?: (values: Values) => Errors
  run: (proof: Proof, values: Values) => Promise<unknown>
  onCancel: () => void
}

/** What is done only by whom one is. */
export function ProofForm({ title, ways, children, check, run, onCancel }: FormProps): JSX.Element {
  const proof = useProof(ways, children === undefined)
  return (
    <Form
      label={title}
      button={title}
      check={(values) => ({ ...check?.(values), ...proof.check(values) })}
      send={async (values) => run(await proof.read(values), values)}
      explain={(trouble) => proof.explain(trouble) ?? { '': troubleText(trouble) }}
      more={
        <button type="button" class="button" onClick={onCancel}>
          {words.value.cancel}
        </button>
      }
    >
      {(errors) => (
        <>
          {children?.(errors)}
          {proof.fields(errors)}
        </>
      )}
    </Form>
  )
}
