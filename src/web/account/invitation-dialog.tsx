/** Lists that others share: by the link that the page was opened with, and by the account's name. */
import type { JSX } from 'preact'
import { useRef } from 'preact/hooks'
import { Dialog } from '../parts/dialog.tsx'
import type { InvitationRead } from '../state/account-api.ts'
import { dropInvitation, invitation } from '../state/invitation.ts'
import { closeDialog } from '../state/overlays.ts'
import { go } from '../state/route.ts'
import { accept, acceptLink, decline, invitations, readLink } from '../state/sharing.ts'
import { showToast } from '../state/toasts.ts'
import { accountWords } from '../words/later-words.ts'
import { makerText } from './alike-hint.tsx'
import { useLoaded } from '../parts/use-loaded.ts'

export function InvitationDialog(): JSX.Element {
  const word = accountWords.value
  // Stays the one it was opened with.
  const link = useRef(invitation.peek()).current
  return (
    <Dialog label={word.invitationsTitle} onClose={dropInvitation}>
      <div class="sync-body">
        {link !== undefined && <Link invitation={link} />}
        {link === undefined && invitations.value.length === 0 && <p role="status">{word.noInvitations}</p>}
        {invitations.value.map(({ id, by, byId, list, role }) => (
          <Answer
            key={id}
            text={word.invites(makerText({ by, byId }), list.name, word.roles[role])}
            list={list.name}
            join={() => accept(id).then(() => arrive(list))}
            decline={() => decline(id)}
          />
        ))}
      </div>
    </Dialog>
  )
}

function Link({ invitation }: { invitation: string }): JSX.Element {
  const word = accountWords.value
  const { value, error } = useLoaded<InvitationRead>(() => readLink(invitation))
  if (error) return <p role="alert">{error}</p>
  if (!value) return <p class="is-late">{word.checking}</p>
  if (value.kind !== 'list') return <p>{word.alreadyIn}</p>
  const list = value.list ?? ''
  return (
    <Answer
      text={word.invites(makerText(value), list, word.roles[value.role ?? 'viewer'])}
      list={list}
      join={() => acceptLink(invitation).then(arrive)}
    />
  )
}

interface AnswerProps {
  text: string
  list: string
  join: () => Promise<unknown>
  /** A link is declined by not using it. */
  decline?: () => Promise<unknown>
}

function Answer({ text, list, join, decline }: AnswerProps): JSX.Element {
  const word = accountWords.value
  const { error, change } = useLoaded(() => Promise.resolve(true))
  return (
    <section>
      <p>{text}</p>
      <div class="answers">
        <button
          type="button"
          class="button primary"
          aria-label={word.joinNamed(list)}
          onClick={() => void change(join)}
        >
          {word.join}
        </button>
        {decline && (
          <button
            type="button"
            class="button"
            aria-label={word.declineNamed(list)}
            onClick={() => void change(decline)}
          >
            {word.decline}
          </button>
        )}
      </div>
      <p class="field-error" role="alert">
        {error}
      </p>
    </section>
  )
}

function arrive({ id, name }: { id: string; name: string }): void {
  closeDialog()
  go({ place: { view: 'list', list: id } })
  showToast({ text: accountWords.peek().joined(name) })
}
