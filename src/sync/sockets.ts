/** The sockets that are open, and whose they are. */
import type { Keyring } from '../core/keyring.ts'
import type { Caller } from '../model/access.ts'
import type { Session } from './session.ts'

interface Open {
  data: { caller: Caller | undefined; session?: Session }
}

export class Sockets<Socket extends Open> {
  readonly all = new Set<Socket>()
  readonly #counts = new Map<string, number>()

  /** How many the account has. */
  of({ id }: Caller): number {
    return this.#counts.get(id) ?? 0
  }

  add(socket: Socket): void {
    this.all.add(socket)
    this.#count(socket, 1)
  }

  delete(socket: Socket): void {
    if (this.all.delete(socket)) this.#count(socket, -1)
  }

  /** Those whose key was taken back, or has expired, are told so and closed. */
  async signOut(keyring: Pick<Keyring, 'stillIn'>): Promise<void> {
    const open = [...this.all]
    try {
      const still = await keyring.stillIn(open.flatMap(({ data }) => data.caller ?? []))
      for (const { data } of open) if (data.caller && !still.has(data.caller)) data.session?.signOut()
    } catch {
      // The database is away: the next beat looks again.
    }
  }

  #count({ data }: Socket, by: number): void {
    const id = data.caller?.id
    if (id === undefined) return
    const next = (this.#counts.get(id) ?? 0) + by
    if (next > 0) this.#counts.set(id, next)
    else this.#counts.delete(id)
  }
}
