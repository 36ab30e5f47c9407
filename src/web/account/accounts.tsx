/** For administrators: who has an account here, and inviting others. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { limits } from '../../model/limits.ts'
import { ask, linkOf, type AccountInfo, type Items, type WaysIn } from '../state/account-api.ts'
import { accountWords } from '../words/later-words.ts'
import { AccountLine } from './account-line.tsx'
import { Once } from './once.tsx'
import { askProven } from './proof-dialog.tsx'
import { useLoaded } from '../parts/use-loaded.ts'

interface Props {
  me: string
  ways: WaysIn
  onOwnChanged: () => Promise<void>
}

/**
 * @param me - who looks: one does not lock oneself out here
 * @param ways - what they show of themselves, to change their own account
 */
export function Accounts({ me, ways, onOwnChanged }: Props): JSX.Element {
  const word = accountWords.value
  const pages = useSignal(1)
  const { value, error, load, change } = useLoaded(() => firstPages(pages.peek()), pages.value)
  const link = useSignal('')
  const invite = async () => {
    link.value = ''
    link.value = linkOf((await askProven<{ invitation: string }>('POST', '/accounts/invitations')).invitation)
  }
  return (
    <section aria-label={word.accounts}>
      <h3>{word.accounts}</h3>
      <ul class="keys">
        {value?.all.map((account) => (
          <AccountLine
            key={account.id}
            account={account}
            own={account.id === me ? ways : undefined}
            onChanged={account.id === me ? () => onOwnChanged().then(load) : load}
            turn={() =>
              void change(() =>
                askProven('PATCH', `/accounts/${account.id}`, { isDisabled: account.disabledAt === null }),
              )
            }
          />
        ))}
      </ul>
      <p class="field-error" role="alert">
        {error}
      </p>
      <div class="answers">
        {value?.hasMore && (
          <button type="button" class="button" onClick={() => pages.value++}>
            {word.showMore}
          </button>
        )}
        <button type="button" class="button" onClick={() => void change(invite).then(load)}>
          {word.inviteAccount}
        </button>
      </div>
      {link.value && <Once label={word.theLink} hint={word.linkOnce} text={link.value} />}
    </section>
  )
}

async function firstPages(count: number): Promise<{ all: AccountInfo[]; hasMore: boolean }> {
  const all: AccountInfo[] = []
  for (let page = 0; page < count; page++) {
    const after = all.at(-1)?.name
    const query = after === undefined ? '' : `?after=${encodeURIComponent(after)}`
    const { items } = await ask<Items<AccountInfo>>('GET', `/accounts${query}`)
    all.push(...items)
    if (items.length < limits.pageSizeDefault) return { all, hasMore: false }
  }
  return { all, hasMore: true }
}
