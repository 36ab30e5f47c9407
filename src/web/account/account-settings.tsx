/**
 * What the settings have where the server has accounts: one's password, devices and tokens; for administrators, the
 * accounts.
 */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { limits } from '../../model/limits.ts'
import { ask, type Identities as Known, type WaysIn } from '../state/account-api.ts'
import { openDialog } from '../state/overlays.ts'
import { account } from '../state/who.ts'
import { accountWords } from '../words/later-words.ts'
import { words } from '../words/words.ts'
import { Accounts } from './accounts.tsx'
import { Audit } from './audit.tsx'
import { Devices } from './devices.tsx'
import { Field, Form } from '../parts/form.tsx'
import { Identities } from './identity.tsx'
import { checkNew, explainNew } from './password-rules.ts'
import { Passkeys } from './passkeys.tsx'
import { useProof } from './proof.tsx'
import { ProofDialog } from './proof-dialog.tsx'
import { SecondFactor } from './second-factor.tsx'
import { Tokens } from './tokens.tsx'
import { useLoaded } from '../parts/use-loaded.ts'

/** Nothing in local mode, where nothing is asked of accounts. */
export function AccountSettings({ isAdmin }: { isAdmin: boolean }): JSX.Element | null {
  const who = account.value
  return who ? <SettingsOf who={who} isAdmin={isAdmin} /> : null
}

interface SettingsProps {
  who: { id: string; name: string }
  isAdmin: boolean
}

function SettingsOf({ who, isAdmin }: SettingsProps): JSX.Element {
  const known = useLoaded(() => ask<Known>('GET', '/identities'), who.id)
  const { value: ways, load } = useLoaded(() => ask<WaysIn>('GET', '/account/ways-in'), who.id)
  const word = accountWords.value
  return (
    <>
      <section aria-label={word.account}>
        <h3>{word.account}</h3>
        <p>{word.signedInAs(who.name)}</p>
        {ways && <ChangePassword name={who.name} ways={ways} onChanged={load} />}
      </section>
      <Identities known={known} ways={ways} />
      {ways && <SecondFactor ways={ways} onChanged={load} />}
      {ways && <Passkeys ways={ways} onChanged={load} />}
      <Devices />
      <Tokens />
      <Audit isAdmin={isAdmin} />
      {ways && <ProofDialog ways={ways} />}
    </>
  )
}

/** An administrator has this for the accounts of others. */
export function Administration({ onOwnChanged }: { onOwnChanged: () => Promise<void> }): JSX.Element | null {
  const who = account.value
  const { value: ways } = useLoaded(() => ask<WaysIn>('GET', '/account/ways-in'), who?.id)
  return who && ways ? <Accounts me={who.id} ways={ways} onOwnChanged={onOwnChanged} /> : null
}

interface WaysProps {
  name: string
  ways: WaysIn
}

function ChangePassword({
  onChanged,
  ...props
}: WaysProps & { onChanged: () => Promise<void> }): JSX.Element {
  const word = accountWords.value
  const isOpen = useSignal(false)
  const isChanged = useSignal(false)
  if (!isOpen.value)
    return (
      <div class="answers">
        <button type="button" class="button" onClick={() => (isOpen.value = true)}>
          {props.ways.hasPassword ? word.changePassword : word.setPassword}
        </button>
        <button type="button" class="button" onClick={() => openDialog({ kind: 'sign-out' })}>
          {word.signOut}
        </button>
        <p role="status">{isChanged.value && word.changed}</p>
      </div>
    )
  return (
    <PasswordForm
      {...props}
      onEnd={(isDone) => {
        if (isDone) void onChanged()
        isChanged.value = isDone
        isOpen.value = false
      }}
    />
  )
}

function PasswordForm({ name, ways, onEnd }: WaysProps & { onEnd: (isDone: boolean) => void }): JSX.Element {
  const word = accountWords.value
  const proof = useProof(ways)
  const title = ways.hasPassword ? word.changePassword : word.setPassword
  return (
    <Form
      label={title}
      button={title}
      check={(values) => ({ ...proof.check(values), ...checkNew(undefined, values('password')) })}
      send={async (values) => {
        await ask('PATCH', '/account', {
          ...(await proof.read(values)),
          password: values('password'),
        })
        onEnd(true)
      }}
      explain={(trouble) => proof.explain(trouble) ?? explainNew(trouble)}
      more={
        <button type="button" class="button" onClick={() => onEnd(false)}>
          {words.value.cancel}
        </button>
      }
    >
      {(errors) => (
        <>
          {/* For password managers: whose password it is. */}
          <input
            class="unseen"
            name="name"
            autocomplete="username"
            readOnly
            tabIndex={-1}
            aria-hidden
            value={name}
          />
          {proof.fields(errors)}
          <Field
            name="password"
            label={word.newPassword}
            hint={word.passwordHint(limits.passwordLengthMin)}
            error={errors['password']}
            type="password"
            autocomplete="new-password"
          />
        </>
      )}
    </Form>
  )
}
