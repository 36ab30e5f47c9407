/** The sockets that are open, and whose they are. */
import type { Keyring } from '../core/access/keyring.ts'
import { serverLimits } from '../model/server-limits.ts'
import type { Account, Caller } from '../model/access.ts'
import type { Session } from './session.ts'

interface Open {
  data: { caller: Caller | undefined; session?: Session; share?: number }
}

export class Sockets<Socket extends Open> {
  readonly all = new Set<Socket>()
  readonly #byAccount = new Map<string, Set<Socket>>()
  /** All shares have about the same size. */
  readonly #shares = Array.from({ length: serverLimits.beatShares }, () => new Set<Socket>())
  #added = 0

  /** How many the account has. */
  of({ id }: Caller): number {
    return this.#byAccount.get(id)?.size ?? 0
  }

  inShare(share: number): Socket[] {
    return [...(this.#shares[share] ?? [])]
  }

  ofAccounts(accounts: ReadonlySet<string>): Socket[] {
    return [...accounts].flatMap((id) => [...(this.#byAccount.get(id) ?? [])])
  }

  /** @returns its share */
  add(socket: Socket): number {
    this.all.add(socket)
    const share = this.#added++ % serverLimits.beatShares
    socket.data.share = share
    this.#shares[share]?.add(socket)
    const id = socket.data.caller?.id
    if (id !== undefined) this.#byAccount.set(id, (this.#byAccount.get(id) ?? new Set()).add(socket))
    return share
  }

  delete(socket: Socket): void {
    this.all.delete(socket)
    this.#shares[socket.data.share ?? 0]?.delete(socket)
    const id = socket.data.caller?.id ?? ''
    const others = this.#byAccount.get(id)
    if (others?.delete(socket) && others.size === 0) this.#byAccount.delete(id)
  }

  /** Tells the open sockets of an account how it is now. */
  async tell(
    id: string,
    { readAccount }: { readAccount: (id: string) => Promise<Account | undefined> },
  ): Promise<void> {
    const open = this.#byAccount.get(id)
    if (!open || open.size === 0) return
    const account = await readAccount(id)
    if (account) for (const { data } of open) data.session?.tell(account)
  }

  /** Those of these whose key was taken back, or has expired, are told so and closed. */
  async signOut(keyring: Pick<Keyring, 'stillIn'>, open: readonly Socket[]): Promise<void> {
    if (open.length === 0) return
    try {
      const still = await keyring.stillIn(open.flatMap(({ data }) => data.caller ?? []))
      for (const { data } of open) if (data.caller && !still.has(data.caller)) data.session?.signOut()
    } catch {
      // The database is away: the next beat looks again.
    }
  }
}
