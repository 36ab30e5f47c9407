/**
 * The page for whom the server does not know: signing in, over what is kept of the one who was here last; the first
 * account; an invitation.
 */
import { useSignal } from '@preact/signals'
import type { ComponentChildren, JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import type { InvitationRead } from '../state/account-api.ts'
import { leave, lookAround, readInvitation } from '../state/entry.ts'
import { dropInvitation, invitation } from '../state/invitation.ts'
import { takeOutcome } from '../state/provider.ts'
import { status } from '../state/todos.ts'
import { account, leftBySelf } from '../state/who.ts'
import { troubleText } from '../state/trouble-text.ts'
import { accountWords, problemText } from '../words/later-words.ts'
import { Mark } from '../parts/mark.tsx'
import { words } from '../words/words.ts'
import { makerText } from './alike-hint.tsx'
import { ProviderLink, ProviderSignUp } from './identity.tsx'
import { Sure } from './sure.tsx'
import { SignInByPasskey, SignInForm, SignUpForm } from './sign-forms.tsx'

type Found =
  | { kind: 'asking' }
  | { kind: 'trouble'; text: string }
  | { kind: 'empty' | 'sign in' }
  | { kind: 'invited'; by: InvitationRead; key: string }
  | { kind: 'not valid' }

export function Entry(): JSX.Element {
  const found = useSignal<Found>({ kind: 'asking' })
  const outcome = useRef(takeOutcome()).current
  const look = () => {
    found.value = { kind: 'asking' }
    find(outcome).then(
      (now) => (found.value = now),
      (error: unknown) => (found.value = { kind: 'trouble', text: troubleText(error) }),
    )
  }
  useEffect(() => {
    // That it is used up, or not valid, is no reason to ask again.
    if (found.peek().kind === 'asking' || invitation.value !== undefined) look()
  }, [invitation.value])
  // The server is back.
  const { phase } = status.value
  useEffect(() => {
    if (found.peek().kind === 'trouble' && phase === 'signed out') look()
  }, [phase])
  useEffect(() => void (document.title = words.value.appName), [])
  return (
    <main class="entry">
      <div class="entry-card">
        <p class="entry-name">
          <Mark />
          {words.value.appName}
        </p>
        {outcome !== undefined && outcome !== 'signed_up' && <p role="alert">{problemText(outcome)}</p>}
        <Now found={found.value} look={look} />
      </div>
    </main>
  )
}

/** @param outcome - what one came back with from the sign-in provider */
async function find(outcome: string | undefined): Promise<Found> {
  // It was used at the provider.
  if (outcome === 'signed_up') dropInvitation()
  const had = invitation.peek()
  const { isEmpty } = await lookAround()
  const read = await readInvitation()
  if (read && had) return { kind: 'invited', by: read, key: had }
  if (had) return { kind: 'not valid' }
  return { kind: isEmpty ? 'empty' : 'sign in' }
}

function Now({ found, look }: { found: Found; look: () => void }): JSX.Element {
  const word = accountWords.value
  switch (found.kind) {
    case 'asking':
      return <p class="is-late">{word.checking}</p>
    case 'trouble':
      return (
        <Part title={word.notReached}>
          <p role="alert">{found.text}</p>
          <button type="button" class="button" onClick={look}>
            {word.tryAgain}
          </button>
        </Part>
      )
    case 'empty':
      return (
        <Part title={word.emptyTitle}>
          <p>{word.emptyText}</p>
          <button type="button" class="button" onClick={look}>
            {word.tryAgain}
          </button>
        </Part>
      )
    case 'not valid':
      return <SignIn note={word.problems.invitation_not_found} />
    case 'sign in':
      return <SignIn />
    case 'invited':
      return <Invited by={found.by} invitation={found.key} />
  }
}

function Invited({ by, invitation }: { by: InvitationRead; invitation: string }): JSX.Element {
  const word = accountWords.value
  const who = makerText(by)
  if (by.kind === 'list') return <SignIn note={word.invitedSignIn(who, by.list ?? '')} />
  const [title, text] =
    by.kind === 'first' ? [word.firstTitle, word.firstText] : [word.joinTitle, word.joinText(who)]
  return (
    <Part title={title}>
      <p>{text}</p>
      <SignUpForm invitation={invitation} />
      <ProviderSignUp invitation={invitation} />
    </Part>
  )
}

function SignIn({ note }: { note?: string }): JSX.Element {
  const word = accountWords.value
  const { waiting: sends, aside } = status.value
  const waiting = sends + aside
  const former = account.value
  return (
    <Part title={word.signIn}>
      {note && <p role="status">{note}</p>}
      {former && (
        <div class="hints">
          {!leftBySelf && <p>{word.sessionOver}</p>}
          {waiting > 0 ? <p>{word.keptWaiting(waiting, former.name)}</p> : <p>{word.keptHere}</p>}
        </div>
      )}
      <SignInForm
        name={former?.name}
        more={
          former && (
            <Sure
              name={word.removeKept}
              question={waiting > 0 ? word.stillWaiting(waiting) : word.alsoRemoveHint}
              run={() => leave(true)}
            />
          )
        }
      />
      <ProviderLink />
      <SignInByPasskey />
    </Part>
  )
}

function Part({ title, children }: { title: string; children: ComponentChildren }): JSX.Element {
  return (
    <>
      <h1>{title}</h1>
      {children}
    </>
  )
}
