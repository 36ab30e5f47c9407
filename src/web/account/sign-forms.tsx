/** Signing in, and making an account by an invitation. Password managers know the fields by their names and autocomplete. */
import { useSignal } from '@preact/signals'
import type { ComponentChildren, JSX } from 'preact'
import { limits } from '../../model/limits.ts'
import { signIn, signUp } from '../state/entry.ts'
import { accountWords, troubleText } from '../words/account-words.ts'
import { Field, Form } from './form.tsx'
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
  return (
    <Form
      label={word.signIn}
      button={word.signIn}
      check={(values) => ({
        ...(values('name').trim() === '' && { name: word.nameEmpty }),
        ...(values('password') === '' && { password: word.passwordEmpty }),
      })}
      send={(values) => signIn(values('name').trim(), values('password'))}
      explain={(trouble) => ({
        [trouble.code === 'wrong_password' ? 'password' : '']: troubleText(trouble),
      })}
      more={more}
    >
      {(errors) => (
        <>
          <Field
            name="name"
            label={word.name}
            error={errors['name']}
            autocomplete="username"
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
        </>
      )}
    </Form>
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
