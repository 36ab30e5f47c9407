/** For administrators: who has an account here, inviting others, and locking someone out. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { limits } from '../../model/limits.ts'
import { ask, linkOf, type AccountInfo, type Items } from '../state/account-api.ts'
import { accountWords } from '../words/account-words.ts'
import { Once } from './once.tsx'
import { Sure } from './sure.tsx'
import { useLoaded } from './use-loaded.ts'

/** @param me - one does not lock oneself out here */
export function Accounts({ me }: { me: string }): JSX.Element {
  const word = accountWords.value
  const pages = useSignal(1)
  const { value, error, load, change } = useLoaded(() => firstPages(pages.peek()), pages.value)
  const link = useSignal('')
  const invite = async () => {
    link.value = ''
    link.value = linkOf((await ask<{ invitation: string }>('POST', '/accounts/invitations')).invitation)
  }
  return (
    <section aria-label={word.accounts}>
      <h2>{word.accounts}</h2>
      <ul class="keys">
        {value?.all.map((account) => (
          <AccountLine
            key={account.id}
            account={account}
            reset={() => ask('POST', `/accounts/${account.id}/reset-factors`).then(load)}
            turn={
              account.id === me
                ? undefined
                : () =>
                    void change(() =>
                      ask('PATCH', `/accounts/${account.id}`, { isDisabled: account.disabledAt === null }),
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

interface LineProps {
  account: AccountInfo
  turn: (() => void) | undefined
  reset: () => Promise<unknown>
}

function AccountLine({ account: { name, isAdmin, disabledAt }, turn, reset }: LineProps): JSX.Element {
  const word = accountWords.value
  const isOff = disabledAt !== null
  return (
    <li>
      <span class="grows">
        {name}
        {isAdmin && <span class="hint"> {word.administrator}</span>}
        {isOff && <span class="hint"> {word.disabled}</span>}
      </span>
      {turn && (
        <Sure
          name={word.resetFactors}
          label={word.resetFactorsNamed(name)}
          question={word.sureReset(name)}
          run={reset}
        />
      )}
      {turn && (
        <button
          type="button"
          class="link-button"
          aria-label={isOff ? word.enableNamed(name) : word.disableNamed(name)}
          onClick={turn}
        >
          {isOff ? word.enable : word.disable}
        </button>
      )}
    </li>
  )
}
