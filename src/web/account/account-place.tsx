/** At the foot of the sidebar: who is signed in, and whether someone shares a list with them. */
import { CircleUser, LogOut, Settings, UserPlus } from 'lucide'
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { Icon } from '../parts/icon.tsx'
import { invitation } from '../state/invitation.ts'
import { openDialog, openMenu } from '../state/overlays.ts'
import { go } from '../state/route.ts'
import { invitations, watchInvitations, watchShared } from '../state/sharing.ts'
import { account } from '../state/who.ts'
import { accountWords } from '../words/later-words.ts'

export function AccountPlace(): JSX.Element | null {
  const who = account.value
  const word = accountWords.value
  useEffect(watchInvitations, [])
  useEffect(watchShared, [])
  useEffect(() => {
    if (invitation.value !== undefined) openDialog({ kind: 'invitation' })
  }, [invitation.value])
  if (!who) return null
  const count = invitations.value.length
  return (
    <>
      {count > 0 && (
        <button
          type="button"
          class="place"
          aria-haspopup="dialog"
          onClick={() => openDialog({ kind: 'invitation' })}
        >
          <Icon of={UserPlus} />
          <span class="grows">{word.invitations(count)}</span>
        </button>
      )}
      <button
        type="button"
        class="place"
        aria-haspopup="menu"
        aria-label={word.accountOf(who.name)}
        onClick={(event) =>
          openMenu(word.account, event.currentTarget, [
            { name: word.accountSettings, icon: Settings, run: () => go({ place: { view: 'settings' } }) },
            { name: word.signOut, icon: LogOut, run: () => openDialog({ kind: 'sign-out' }) },
          ])
        }
      >
        <Icon of={CircleUser} />
        <span class="grows">{who.name}</span>
      </button>
    </>
  )
}
