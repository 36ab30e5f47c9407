/** The sign-in provider: its button where one signs in, and the settings' identities that one can sign in by. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useRef } from 'preact/hooks'
import type { Identity, Identities as Known, WaysIn } from '../state/account-api.ts'
import { goLink, goSignUp, provider, startAddress, takeOutcome } from '../state/provider.ts'
import { troubleText } from '../state/trouble-text.ts'
import { accountWords, problemText } from '../words/later-words.ts'
import { momentOf } from './devices.tsx'
import { ProofForm } from './proof.tsx'
import { askProven } from './proof-dialog.tsx'
import { Sure } from './sure.tsx'
import type { Loaded } from '../parts/use-loaded.ts'

export function ProviderLink(): JSX.Element | null {
  const name = provider.value?.name
  if (name === undefined) return null
  return (
    <a class="button" href={startAddress()}>
      {accountWords.value.signInBy(name)}
    </a>
  )
}

/** The same for whom an invitation gives an account. */
export function ProviderSignUp({ invitation }: { invitation: string }): JSX.Element | null {
  const error = useSignal('')
  const name = provider.value?.name
  if (name === undefined) return null
  const go = () => {
    error.value = ''
    goSignUp(invitation).catch((found: unknown) => (error.value = troubleText(found)))
  }
  return (
    <>
      <button type="button" class="button" onClick={go}>
        {accountWords.value.signUpBy(name)}
      </button>
      <p class="field-error" role="alert">
        {error.value}
      </p>
    </>
  )
}

interface IdentitiesProps {
  known: Loaded<Known>
  /** Undefined until it is known. */
  ways: WaysIn | undefined
}

export function Identities({ known, ways }: IdentitiesProps): JSX.Element | null {
  const word = accountWords.value
  const outcome = useRef(takeOutcome()).current
  const { items = [] } = known.value ?? {}
  const name = provider.value?.name
  if (!known.value || (name === undefined && items.length === 0)) return null
  return (
    <section aria-label={word.identities}>
      <h3>{word.identities}</h3>
      {outcome !== undefined && (
        <p role="status">{outcome === 'linked' ? word.linked : problemText(outcome)}</p>
      )}
      {items.length === 0 && name !== undefined && <p class="hint">{word.identitiesHint(name)}</p>}
      <ul class="keys">
        {items.map((identity) => (
          <Line key={identity.id} identity={identity} load={known.load} />
        ))}
      </ul>
      <p class="field-error" role="alert">
        {known.error}
      </p>
      {name !== undefined && ways && <Link name={name} ways={ways} />}
    </section>
  )
}

function Line({ identity, load }: { identity: Identity; load: () => Promise<void> }): JSX.Element {
  const word = accountWords.value
  const { id, issuer, subject, name, usedAt } = identity
  const called = name ?? subject
  return (
    <li>
      <span class="grows">
        {called}
        <span class="hint">{word.identityOf(hostOf(issuer), momentOf(usedAt))}</span>
      </span>
      <Sure
        name={word.unlink}
        label={word.unlinkNamed(called)}
        question={word.unlinkHint}
        run={() => askProven('DELETE', `/identities/${id}`).then(load)}
      />
    </li>
  )
}

function hostOf(issuer: string): string {
  try {
    return new URL(issuer).host
  } catch {
    return issuer
  }
}

function Link({ name, ways }: { name: string; ways: WaysIn }): JSX.Element {
  const word = accountWords.value
  const isOpen = useSignal(false)
  const error = useSignal('')
  const open = () => {
    error.value = ''
    if (ways.hasPassword) isOpen.value = true
    else goLink({}).catch((found: unknown) => (error.value = troubleText(found)))
  }
  if (!isOpen.value)
    return (
      <div class="answers">
        <button type="button" class="button" onClick={open}>
          {word.linkTo(name)}
        </button>
        <p class="field-error" role="alert">
          {error.value}
        </p>
      </div>
    )
  return (
    <>
      <p class="hint">{word.linkHint(name)}</p>
      <ProofForm title={word.goOn} ways={ways} run={goLink} onCancel={() => (isOpen.value = false)} />
    </>
  )
}
