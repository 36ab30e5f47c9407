/** Who asks, from where, and how the request came: found once for each request. */
import { isIP } from 'node:net'
import type { Keyring, Way } from '../core/access/keyring.ts'
import type { Caller } from '../model/access.ts'
import { AppError } from '../model/errors.ts'
import { limits } from '../model/limits.ts'
import { serverLimits } from '../model/server-limits.ts'
import { bearerOf, keyCookie } from './cookie.ts'
import { clientBehind, plainAddress, trust } from './proxies.ts'

export interface Visit {
  /** Undefined: nobody that is known. */
  caller: Caller | undefined
  request: Request
  /** Where it came from, behind the proxies that are trusted. */
  readonly address: string
  /** Whether it came by TLS, to us or to a trusted proxy. */
  readonly isSecure: boolean
  /**
   * Whether anyone says so: the proxy, trusted or not, or the browser. It is enough for cookies, where it only forbids:
   * who says it falsely keeps themselves out.
   */
  readonly isSaidSecure: boolean
  /**
   * Who it is by now, when what was sent has been read: that may have taken as long as the sender liked.
   * @throws AppError `unauthenticated`
   */
  again(): Promise<Caller>
  /**
   * Asks the database whether the key that it came with still holds: what this node remembers may be old.
   * @throws AppError `unauthenticated`
   */
  checkKey(): Promise<void>
  /**
   * What was read is told only to who may still ask: where this node heard of a change of keys, or reading took so long
   * that one may not have been heard of, the key is asked for once more.
   * @throws AppError `unauthenticated`
   */
  checkAnswered(): Promise<void>
  /** How many requests the account may send at once by now; undefined where nobody counts. */
  readonly left: number | undefined
  /** How long this connection may be silent, in seconds; 0: as long as it likes. */
  limitIdle(seconds: number): void
}

export interface VisitDeps {
  keyring: Keyring
  /** The address at the other end of the connection; '' when unknown. */
  remoteAddress: (request: Request, server: unknown) => string
  /** Has the connection cut that is silent for so many seconds; 0: never. */
  limitIdle: (request: Request, server: unknown, seconds: number) => void
  /** Proxies whose X-Forwarded-For and X-Forwarded-Proto are believed: addresses and networks. */
  trustedProxies: readonly string[]
  /** Of one account, on this node. */
  requestsPerSecond: number
  monotonicMs: () => number
}

export type Receive = (request: Request, server: unknown) => Visit | Promise<Visit>

export function createReceive(deps: VisitDeps): Receive {
  const { keyring } = deps
  const isTrusted = trust(deps.trustedProxies)
  const allow = createRate(deps)

  /** Where a request came from is found when it is asked for: most never are. */
  class Visiting implements Visit {
    caller: Caller | undefined
    left: number | undefined
    readonly request: Request
    readonly #server: unknown
    readonly #receivedMs = deps.monotonicMs()
    #address: string | undefined

    constructor(request: Request, server: unknown, caller: Caller | undefined) {
      this.request = request
      this.#server = server
      this.caller = caller
    }

    get address(): string {
      return (this.#address ??= clientBehind(this.#remote(), this.request.headers, isTrusted))
    }

    get isSecure(): boolean {
      const { url, headers } = this.request
      if (url.startsWith('https:')) return true
      return headers.get('x-forwarded-proto') === 'https' && isTrusted(this.#remote())
    }

    get isSaidSecure(): boolean {
      const { headers } = this.request
      const isSaid = headers.get('x-forwarded-proto') === 'https'
      return isSaid || headers.get('origin')?.startsWith('https://') === true || this.isSecure
    }

    async again(): Promise<Caller> {
      const shown = keyring.local ? undefined : keyOf(this)
      this.caller = shown ? await keyring.find(shown.key, shown.way) : keyring.local
      return callerOf(this)
    }

    async checkAnswered(): Promise<void> {
      // In local mode there is no key that could be over.
      if (this.caller && this.caller === keyring.local) return
      const isQuick = deps.monotonicMs() - this.#receivedMs < serverLimits.quickReadMs
      if (!isQuick || !keyring.isRemembered(callerOf(this))) await this.checkKey()
    }

    async checkKey(): Promise<void> {
      const caller = callerOf(this)
      if (!(await keyring.stillIn([caller])).has(caller)) throw new AppError('unauthenticated')
    }

    limitIdle(seconds: number): void {
      deps.limitIdle(this.request, this.#server, seconds)
    }

    #remote(): string {
      return plainAddress(deps.remoteAddress(this.request, this.#server))
    }
  }

  function welcome(visit: Visiting, caller: Caller): Visit {
    visit.left = allow(caller.id)
    visit.caller = caller
    keyring.used(caller, visit)
    return visit
  }

  return (request, server) => {
    const visit = new Visiting(request, server, keyring.local)
    // Nothing is asked of anyone in local mode, so nothing is looked for.
    if (keyring.local) return visit
    const shown = keyOf(visit)
    if (!shown) return visit
    const known = keyring.known(shown.key, shown.way)
    if (known) return welcome(visit, known)
    return keyring.find(shown.key, shown.way).then((found) => (found ? welcome(visit, found) : visit))
  }
}

/**
 * The caller of what is not for everyone.
 * @throws AppError `unauthenticated`
 */
export function callerOf({ caller }: Pick<Visit, 'caller'>): Caller {
  if (caller) return caller
  throw new AppError('unauthenticated')
}

/** A token where there is one, else a session. A key is never taken from an address, which is logged and handed on. */
function keyOf({ request: { headers }, isSaidSecure }: Visit): { key: string; way: Way } | undefined {
  const bearer = bearerOf(headers)
  if (bearer !== undefined) return { key: bearer, way: 'bearer' }
  const cookie = keyCookie(headers, isSaidSecure)
  return cookie === undefined ? undefined : { key: cookie, way: 'cookie' }
}

/** As many requests as this in a second, and as many again saved up from quiet ones. */
function createRate({ requestsPerSecond, monotonicMs }: VisitDeps): (account: string) => number {
  const buckets = new Map<string, { left: number; at: number }>()
  const most = 2 * requestsPerSecond
  return (account) => {
    const now = monotonicMs()
    let bucket = buckets.get(account)
    if (!bucket) {
      if (buckets.size >= limits.callersKept) buckets.clear()
      buckets.set(account, (bucket = { left: most, at: now }))
    }
    bucket.left = Math.min(most, bucket.left + ((now - bucket.at) * requestsPerSecond) / 1_000) - 1
    bucket.at = now
    if (bucket.left >= 0) return bucket.left
    bucket.left = Math.max(bucket.left, -1)
    throw new AppError('too_many_requests', {
      params: { why: 'requests', most: requestsPerSecond },
      retryAfter: 1,
    })
  }
}

/** What one party has to itself: an IPv4 address, or an IPv6 network of 64 bits. */
export function networkOf(address: string): string {
  if (isIP(address) !== 6) return address
  const [head = '', tail] = address.split('%')[0]?.split('::') ?? []
  const left = head.split(':').filter(Boolean)
  const right = tail === undefined ? [] : tail.split(':').filter(Boolean)
  const zeros = Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0')
  const groups = [...left, ...zeros, ...right].slice(0, 4)
  return `${groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`
}
