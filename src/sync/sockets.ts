/** The sockets that are open, and whose they are. */
import type { Keyring } from '../core/access/keyring.ts'
import type { Caller } from '../model/access.ts'
import type { Session } from './session.ts'

interface Open {
  data: { caller: Caller | undefined; session?: Session }
}

export class Sockets<Socket extends Open> {
  readonly all = new Set<Socket>()
  readonly #byAccount = new Map<string, Set<Socket>>()

  /** How many the account has. */
  of({ id }: Caller): number {
    return this.#byAccount.get(id)?.size ?? 0
  }

  add(socket: Socket): void {
    this.all.add(socket)
    const id = socket.data.caller?.id
    if (id !== undefined) this.#byAccount.set(id, (this.#byAccount.get(id) ?? new Set()).add(socket))
  }

  delete(socket: Socket): void {
    this.all.delete(socket)
    const id = socket.data.caller?.id ?? ''
    const others = this.#byAccount.get(id)
    if (others?.delete(socket) && others.size === 0) this.#byAccount.delete(id)
  }

  /** Those of these accounts, or of all, whose key was taken back, or has expired, are told so and closed. */
  async signOut(keyring: Pick<Keyring, 'stillIn'>, accounts?: ReadonlySet<string>): Promise<void> {
    const open = accounts
      ? [...accounts].flatMap((id) => [...(this.#byAccount.get(id) ?? [])])
      : [...this.all]
    if (open.length === 0) return
    try {
      const still = await keyring.stillIn(open.flatMap(({ data }) => data.caller ?? []))
      for (const { data } of open) if (data.caller && !still.has(data.caller)) data.session?.signOut()
    } catch {
      // The database is away: the next beat looks again.
    }
  }
}
