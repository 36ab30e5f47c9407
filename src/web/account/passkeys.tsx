/**
 * The account's passkeys: making one on this device, naming them, and taking them away; and going without a password.
 */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { limits } from '../../model/limits.ts'
import { ask, type Items, type Passkey, type WaysIn } from '../state/account-api.ts'
import { addPasskey, hasPasskeys } from '../state/passkeys.ts'
import { accountWords } from '../words/later-words.ts'
import { words } from '../words/words.ts'
import { deviceText } from '../words/device-text.ts'
import { momentOf } from './devices.tsx'
import { Field, Form } from '../parts/form.tsx'
import { ProofForm } from './proof.tsx'
import { useLoaded } from '../parts/use-loaded.ts'

type Open = { kind: 'nothing' | 'new' | 'password' } | { kind: 'rename' | 'remove'; passkey: Passkey }

export function Passkeys({ ways, onChanged }: { ways: WaysIn; onChanged: () => Promise<void> }): JSX.Element {
  const word = accountWords.value
  const { value, error, load } = useLoaded(
    () => ask<Items<Passkey>>('GET', '/account/passkeys'),
    ways.passkeys,
  )
  const open = useSignal<Open>({ kind: 'nothing' })
  const end = () => (open.value = { kind: 'nothing' })
  const done = async () => {
    end()
    await Promise.all([load(), onChanged()])
  }
  const now = open.value
  return (
    <section aria-label={word.passkeys}>
      <h3>{word.passkeys}</h3>
      <p class="hint">{hasPasskeys() ? word.passkeysHint : word.passkeysNotHere}</p>
      <ul class="keys">
        {value?.items.map((passkey) => (
          <PasskeyLine key={passkey.id} passkey={passkey} go={(kind) => (open.value = { kind, passkey })} />
        ))}
      </ul>
      <p class="field-error" role="alert">
        {error}
      </p>
      <Opened ways={ways} open={now} done={done} onCancel={end} />
      {now.kind === 'nothing' && (
        <div class="answers">
          {hasPasskeys() && (
            <button type="button" class="button" onClick={() => (open.value = { kind: 'new' })}>
              {word.newPasskey}
            </button>
          )}
          {ways.hasPassword && ways.passkeys > 0 && (
            <button type="button" class="button" onClick={() => (open.value = { kind: 'password' })}>
              {word.removePassword}
            </button>
          )}
        </div>
      )}
    </section>
  )
}

function PasskeyLine({
  passkey: { name, site, usedAt },
  go,
}: {
  passkey: Passkey
  go: (kind: 'rename' | 'remove') => void
}): JSX.Element {
  const word = accountWords.value
  return (
    <li>
      <span class="grows">
        {name}
        <span class="hint">
          {word.worksAt(site)} · {usedAt === null ? word.neverUsed : word.tokenUsedOn(momentOf(usedAt))}
        </span>
      </span>
      <button
        type="button"
        class="link-button"
        aria-label={word.renameNamed(name)}
        onClick={() => go('rename')}
      >
        {word.rename}
      </button>
      <button
        type="button"
        class="link-button"
        aria-label={word.removeNamed(name)}
        onClick={() => go('remove')}
      >
        {word.remove}
      </button>
    </li>
  )
}

interface OpenedProps {
  ways: WaysIn
  open: Open
  done: () => Promise<void>
  onCancel: () => void
}

function Opened({ ways, open, done, onCancel }: OpenedProps): JSX.Element | null {
  const word = accountWords.value
  const common = { ways, onCancel }
  switch (open.kind) {
    case 'nothing':
      return null
    case 'new':
      return (
        <ProofForm
          {...common}
          title={word.newPasskey}
          check={checkName}
          run={async (proof, values) => {
            await addPasskey(values('passkey').trim(), proof)
            await done()
          }}
        >
          {(errors) => <NameField error={errors['passkey']} name={deviceText(navigator.userAgent)} />}
        </ProofForm>
      )
    case 'rename':
      return <Rename passkey={open.passkey} done={done} onCancel={onCancel} />
    case 'remove':
      return (
        <ProofForm
          {...common}
          title={word.removeNamed(open.passkey.name)}
          run={async (proof) => {
            await ask('POST', `/account/passkeys/${open.passkey.id}/remove`, proof)
            await done()
          }}
        />
      )
    case 'password':
      return (
        <>
          <p>{word.removePasswordHint}</p>
          <ProofForm
            {...common}
            title={word.removePassword}
            run={async (proof) => {
              await ask('POST', '/account/password/remove', proof)
              await done()
            }}
          />
        </>
      )
  }
}

const checkName = (values: (name: string) => string) =>
  values('passkey').trim() === '' ? { passkey: accountWords.peek().nameEmpty } : {}

function NameField({ name, error }: { name: string; error: string | undefined }): JSX.Element {
  return (
    <Field
      name="passkey"
      label={accountWords.value.passkeyName}
      error={error}
      maxLength={limits.accountNameLengthMax}
      autocomplete="off"
      autofocus
      defaultValue={name}
    />
  )
}

function Rename({
  passkey: { id, name },
  done,
  onCancel,
}: Pick<OpenedProps, 'done' | 'onCancel'> & { passkey: Passkey }): JSX.Element {
  const word = accountWords.value
  return (
    <Form
      label={word.renameNamed(name)}
      button={word.rename}
      check={checkName}
      send={async (values) => {
        await ask('PATCH', `/account/passkeys/${id}`, { name: values('passkey').trim() })
        await done()
      }}
      more={
        <button type="button" class="button" onClick={onCancel}>
          {words.value.cancel}
        </button>
      }
    >
      {(errors) => <NameField error={errors['passkey']} name={name} />}
    </Form>
  )
}
