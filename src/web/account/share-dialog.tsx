/**
 * Who has a list: members with their roles, invitations, and what the owner, or each member for itself, can do about
 * them.
 */
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { Choice } from '../parts/choice.tsx'
import { Dialog } from '../parts/dialog.tsx'
import type { Invitation, Member } from '../state/account-api.ts'
import { accountNews } from '../state/account-news.ts'
import { closeDialog } from '../state/overlays.ts'
import { may, roles } from '../state/roles.ts'
import {
  leaveList,
  membersOf,
  openInvitationsOf,
  removeMember,
  revoke,
  setRole,
  transfer,
  type GivenRole,
} from '../state/sharing.ts'
import { announce, showToast } from '../state/toasts.ts'
import { listOf } from '../state/todos.ts'
import { account } from '../state/who.ts'
import { accountWords } from '../words/later-words.ts'
import { language } from '../words/words.ts'
import { AlikeHint } from './alike-hint.tsx'
import { Invite } from './invite.tsx'
import { Sure } from './sure.tsx'
import { useLoaded } from '../parts/use-loaded.ts'

export function ShareDialog({ list: id }: { list: string }): JSX.Element | null {
  const list = listOf(id)
  // Lost, or deleted, while it was open.
  useEffect(() => void (list || closeDialog()), [list === undefined])
  const word = accountWords.value
  const isOwner = may(id, 'share')
  const ask = async () => ({
    members: await membersOf(id),
    invitations: isOwner ? await openInvitationsOf(id) : [],
  })
  const { value, error, load, change } = useLoaded(ask, `${roles.value.get(id)} ${accountNews.value}`)
  if (!list) return null
  return (
    <Dialog label={isOwner ? word.shareTitle(list.name) : word.membersTitle(list.name)} class="share-dialog">
      <div class="sync-body">
        <section>
          <h3>{word.members}</h3>
          <ul>
            {value?.members.map((member) => (
              <MemberLine key={member.id} list={id} member={member} isOwner={isOwner} change={change} />
            ))}
          </ul>
          <p class="field-error" role="alert">
            {error}
          </p>
          {value && !isOwner && <Leave list={id} name={list.name} />}
        </section>
        {value && value.invitations.length > 0 && (
          <Open list={id} invitations={value.invitations} change={change} />
        )}
        {isOwner && <Invite list={id} onInvited={load} />}
      </div>
    </Dialog>
  )
}

type Change = (work: () => Promise<unknown>) => Promise<void>

interface MemberProps {
  list: string
  member: Member
  isOwner: boolean
  change: Change
}

function MemberLine({ list, member, isOwner, change }: MemberProps): JSX.Element {
  const word = accountWords.value
  const { id, name, isAlike, role } = member
  const isMe = id === account.value?.id
  const canChange = isOwner && role !== 'owner'
  return (
    <li class="member">
      <span class="grows">
        {name}
        {isMe && <span class="hint"> · {word.you}</span>}
        {isAlike && <AlikeHint id={id} />}
      </span>
      {canChange ? (
        <>
          <Choice
            label={word.roleOf(name)}
            value={role}
            options={[
              { value: 'editor', text: word.roles.editor },
              { value: 'viewer', text: word.roles.viewer },
            ]}
            onChoose={(value) => void change(() => setRole(list, id, value as GivenRole))}
          />
          <Sure
            name={word.makeOwner}
            label={word.makeOwnerNamed(name)}
            question={word.sureOwner(name)}
            run={() => change(() => transfer(list, id))}
          />
          <Sure
            name={word.remove}
            label={word.removeNamed(name)}
            question={word.sureRemove(name)}
            run={() => change(() => removeMember(list, id))}
          />
        </>
      ) : (
        <span class="hint">{word.roles[role]}</span>
      )}
    </li>
  )
}

function Leave({ list, name }: { list: string; name: string }): JSX.Element {
  const word = accountWords.value
  return (
    <Sure
      name={word.leave}
      question={word.sureLeave}
      run={async () => {
        await leaveList(list, account.peek()?.id ?? '')
        closeDialog()
        showToast({ text: word.left(name) })
        announce(word.left(name))
      }}
    />
  )
}

interface OpenProps {
  list: string
  invitations: readonly Invitation[]
  change: Change
}

function Open({ list, invitations, change }: OpenProps): JSX.Element {
  const word = accountWords.value
  const day = new Intl.DateTimeFormat(language.value, { dateStyle: 'medium' })
  return (
    <section>
      <h3>{word.openInvitations}</h3>
      <ul>
        {invitations.map(({ id, name, role, expiresAt }) => (
          <li key={id} class="member">
            <span class="grows">
              {name ?? word.forLink}{' '}
              <span class="hint">{word.until(word.roles[role], day.format(new Date(expiresAt)))}</span>
            </span>
            <button
              type="button"
              class="link-button"
              aria-label={word.withdrawNamed(name ?? word.forLink)}
              onClick={() => void change(() => revoke(list, id))}
            >
              {word.withdraw}
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
