/**
 * Signing in, and making an account by an invitation. Password managers know the fields by their names and
 * autocomplete.
 */
import { useSignal } from '@preact/signals'
import type { ComponentChildren, JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { limits } from '../../model/limits.ts'
import { Trouble } from '../state/account-api.ts'
import { signIn, signInByPasskey, signUp } from '../state/entry.ts'
import { hasPasskeys, offersPasskeys, stopOffering } from '../state/passkeys.ts'
import { troubleText } from '../state/trouble-text.ts'
import { accountWords } from '../words/later-words.ts'
import { Field, Form } from '../parts/form.tsx'
import { checkNew, explainNew } from './password-rules.ts'

/** @param name - of whom signed in here last */
export function SignInForm({
  name,
  more,
}: {
  name?: string | undefined
  more?: ComponentChildren
}): JSX.Element {
  const word = accountWords.value
  const needsCode = useSignal(false)
  return (
    <Form
      label={word.signIn}
      button={word.signIn}
      check={(values) => ({
        ...(values('name').trim() === '' && { name: word.nameEmpty }),
        ...(values('password') === '' && { password: word.passwordEmpty }),
      })}
      send={async (values) => {
        try {
          await signIn(values('name').trim(), values('password'), values('code').trim())
        } catch (error) {
          const isNew = !needsCode.peek()
          if (!(error instanceof Trouble) || error.code !== 'second_factor_needed') throw error
          needsCode.value = true
          if (!isNew) throw error
        }
      }}
      explain={(trouble) => ({
        [fields[trouble.code] ?? '']: troubleText(trouble),
      })}
      more={more}
    >
      {(errors) => (
        <>
          <Field
            name="name"
            label={word.name}
            error={errors['name']}
            autocomplete="username webauthn"
            autofocus={name === undefined}
            {...(name !== undefined && { defaultValue: name })}
          />
          <Field
            name="password"
            label={word.password}
            error={errors['password']}
            type="password"
            autocomplete="current-password"
            autofocus={name !== undefined}
          />
          {needsCode.value && (
            <Field
              name="code"
              label={word.code}
              hint={word.codeHint}
              error={errors['code']}
              autocomplete="one-time-code"
              autofocus
            />
          )}
        </>
      )}
    </Form>
  )
}

/** The fields that the server's refusals are about. */
const fields: Readonly<Partial<Record<string, string>>> = {
  wrong_password: 'password',
  second_factor_needed: 'code',
  wrong_code: 'code',
}

/** A passkey needs no name and no password; browsers that can offer it in the field for the name as well. */
export function SignInByPasskey(): JSX.Element | null {
  const error = useSignal('')
  const word = accountWords.value
  const tell = (found: unknown) => {
    const isSilent = found instanceof Trouble && found.code === 'passkey_cancelled'
    error.value = isSilent ? '' : troubleText(found)
  }
  // The browser has one request at a time: another one, or leaving, ends this one.
  const offer = async () => {
    if (await offersPasskeys()) await signInByPasskey(true).catch(tell)
  }
  useEffect(() => {
    void offer()
    return stopOffering
  }, [])
  if (!hasPasskeys()) return null
  return (
    <div class="form-foot">
      <button
        type="button"
        class="button"
        onClick={() => {
          error.value = ''
          void signInByPasskey().catch((found: unknown) => {
            tell(found)
            void offer()
          })
        }}
      >
        {word.signInByPasskey}
      </button>
      <p class="field-error" role="alert">
        {error.value}
      </p>
    </div>
  )
}

export function SignUpForm({ invitation }: { invitation: string }): JSX.Element {
  const word = accountWords.value
  const isShown = useSignal(false)
  return (
    <Form
      label={word.makeAccount}
      button={word.makeAccount}
      check={(values) => checkNew(values('name').trim(), values('password'))}
      send={(values) => signUp(invitation, values('name').trim(), values('password'))}
      explain={explainNew}
    >
      {(errors) => (
        <>
          <Field
            name="name"
            label={word.name}
            hint={word.nameHint}
            error={errors['name']}
            maxLength={limits.accountNameLengthMax}
            autocomplete="username"
            autofocus
          />
          <Field
            name="password"
            label={word.password}
            hint={word.passwordHint(limits.passwordLengthMin)}
            error={errors['password']}
            type={isShown.value ? 'text' : 'password'}
            autocomplete="new-password"
          />
          <label class="check">
            <input
              type="checkbox"
              checked={isShown.value}
              onChange={(event) => (isShown.value = event.currentTarget.checked)}
            />
            {word.showPassword}
          </label>
        </>
      )}
    </Form>
  )
}
