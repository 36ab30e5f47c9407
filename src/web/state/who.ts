/**
 * Whose todos this page shows. What is kept on this device is kept for each account apart; where the server has no
 * accounts, under no name. Nobody sees what is another's: an account that comes to it opens the page anew.
 */
import { computed, signal, type ReadonlySignal, type Signal } from '@preact/signals'
import type { Account, LiveReplica } from '../../client/client.ts'
import { clearMessages } from './toasts.ts'

interface Known {
  /** Who was here last; null: nobody, or what was kept has been removed. */
  id: string | null
  /** Whose the database without a name is: the first account has what was here before there were any. */
  unnamed?: string | undefined
  isOut: boolean
  /** Whether the account itself wished to be. */
  isOwnWish?: boolean | undefined
}

const family = `aiotodo ${new URL(document.baseURI).pathname}`
const key = `${family} account`
/** What the one account is called where there are none; nobody else can be. */
const local = 'local'

let known = read()

/** Whether the server asks for a key: then the page shows how to sign in, and nothing of what it keeps. */
export const isOut: Signal<boolean> = signal(known?.isOut ?? false)
/** Whether whoever was here last signed out here, and need not be told. */
export const leftBySelf: boolean = known?.isOwnWish ?? false
const owner: Signal<Account | undefined> = signal(undefined)
/** Who is signed in; undefined where there are no accounts. */
export const account: ReadonlySignal<Account | undefined> = computed(() =>
  owner.value?.name === local ? undefined : owner.value,
)

/** Where all of this account's is kept; undefined: nothing is to be. */
export const databaseName: string | undefined = nameFor(known)

function nameFor(who: Known | undefined): string | undefined {
  if (!who) return family
  if (who.id === null) return undefined
  return who.id === who.unnamed ? family : `${family} ${who.id}`
}

/** Whether nobody has removed it, or gone over to another account, in any tab. */
export const isStillKept = (): boolean => nameFor(read()) === databaseName

/** Whether the replica that is open may go on as this account's. */
export function isMine(account: Account, before: Account | undefined): boolean {
  if (account.name === local) return !known
  if (known?.id === account.id) return true
  // Where the browser keeps nothing, nothing can be mixed up but what is open now.
  return !canKeep() && (before === undefined || before.id === account.id)
}

/** To be called once, when the replica is open. */
export function watchAccount(replica: LiveReplica): void {
  const see = () => {
    const { account } = replica
    if (owner.peek()?.id !== account?.id || owner.peek()?.name !== account?.name) owner.value = account
  }
  // Another tab may have met the server.
  replica.watchMemberships(see)
  replica.onStatus(({ phase }) => {
    see()
    const isIn = phase === 'catching up' || phase === 'in sync'
    if (phase === 'signed out') {
      put({ ...(known ?? unnamed(replica.account)), isOut: true })
      isOut.value = true
      clearMessages()
    } else if (isIn && isOut.peek()) {
      if (known) put({ ...known, isOut: false, isOwnWish: undefined })
      isOut.value = false
    }
  })
  // Another tab went over to another account, or removed what is kept.
  window.addEventListener('storage', (event) => {
    if (event.key === key && read()?.id !== known?.id) location.reload()
  })
}

const unnamed = (account: Account | undefined): Known => ({
  id: account?.id ?? null,
  unnamed: account?.id,
  isOut: false,
})

/**
 * Goes on as this account, which has just signed in, with what is kept of it; undefined: the server has no accounts.
 */
export function goOnAs(account: Pick<Account, 'id'> | undefined, replica: LiveReplica): void {
  const before = known ? known.id : replica.account?.id
  const unnamed = known ? known.unnamed : before
  const isKept = put(account && { unnamed: unnamed ?? undefined, id: account.id, isOut: false })
  const isSame = account !== undefined && before === account.id
  if (isSame || (!isKept && !replica.account)) replica.reconnect()
  // Where the former one was is no place of this one's.
  else if (before) location.replace(document.baseURI)
  else location.reload()
}

/**
 * Nothing of the account is shown from now on.
 * @param isRemoved - whether what was kept here of it goes as well
 */
export function signedOut(isRemoved: boolean): void {
  const { id = null, unnamed } = known ?? {}
  if (isRemoved) put({ id: null, unnamed: unnamed === id ? undefined : unnamed, isOut: true })
  else put({ id, unnamed, isOut: true, isOwnWish: true })
  isOut.value = true
  clearMessages()
}

function put(next: Known | undefined): boolean {
  known = next
  try {
    if (next) localStorage.setItem(key, JSON.stringify(next))
    else localStorage.removeItem(key)
    return true
  } catch {
    return false
  }
}

function read(): Known | undefined {
  try {
    return (JSON.parse(localStorage.getItem(key) ?? 'null') as Known | null) ?? undefined
  } catch {
    return undefined
  }
}

function canKeep(): boolean {
  try {
    localStorage.setItem(`${key} try`, '')
    localStorage.removeItem(`${key} try`)
    return true
  } catch {
    return false
  }
}
