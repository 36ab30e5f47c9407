/** What the page asks the server about accounts, keys and members: as it is said in docs and openapi.json. */
import type { Role, Scope } from '../../model/access.ts'
import type { Conflict } from '../../model/errors.ts'

export interface SignedIn {
  id: string
  name: string
  defaultList: string
  zone: string | null
  isAdmin: boolean
}

export interface Session {
  mode: 'local' | 'accounts'
  isEmpty: boolean
  account: SignedIn | null
  provider: Provider | null
}

/** Where people can sign in as well. */
export interface Provider {
  name: string
}

/** Who the account is for a provider. */
export interface Identity {
  id: string
  issuer: string
  subject: string
  name: string | null
  usedAt: string
}

export interface Identities extends Items<Identity> {
  hasPassword: boolean
}

export interface Device {
  id: string
  name: string
  address: string
  way: 'password' | 'second factor' | 'passkey' | 'provider' | 'invitation' | null
  usedAt: string
  isThis: boolean
}

/** What opens the account. */
export interface WaysIn {
  hasPassword: boolean
  secondFactor: { since: string; recoveryCodes: number } | null
  passkeys: number
}

/** Who it is, shown once more. */
export interface Proof {
  currentPassword?: string
  code?: string
  passkey?: unknown
}

export interface Passkey {
  id: string
  name: string
  site: string
  createdAt: string
  usedAt: string | null
}

export interface Token {
  id: string
  name: string
  scope: Scope
  lists: string[] | null
  deletionsPerHour: number | null
  usedAt: string
  expiresAt: string | null
}

export interface AccountInfo {
  id: string
  name: string
  /** Whether the name could be taken for another account's. */
  isAlike: boolean
  isAdmin: boolean
  disabledAt: string | null
}

/** What happened to an account and its keys. */
export interface AuditEntry {
  key: number
  at: string
  event: string
  account: { id: string; name: string } | null
  address: string
  about: Record<string, unknown>
}

export interface Member {
  id: string
  name: string
  isAlike: boolean
  role: Role
}

export interface Invitation {
  id: string
  list: { id: string; name: string }
  role: Role
  name: string | null
  by: string | null
  /** Where the name could be taken for another account's. */
  byId: string | null
  expiresAt: string
}

/** What a link is for. */
export interface InvitationRead {
  kind: 'first' | 'account' | 'list'
  list: string | null
  role: Role | null
  by: string | null
  byId: string | null
}

export interface Items<T> {
  items: T[]
}

/** Why the server did not do it; or, `no_answer`, that it was not reached. */
export class Trouble extends Error {
  readonly code: string
  /** Seconds until it may be tried again. */
  readonly waitS: number
  /** The names of the fields that are not as they must be. */
  readonly fields: readonly string[]

  /** What is in the way of an undo. */
  readonly conflicts: readonly Conflict[]
  /** The sentence of the code is made from these. */
  readonly params: object | undefined

  constructor(code: string, problem: Problem = {}, waitS = 0, cause?: unknown) {
    super(code, { cause })
    this.name = 'Trouble'
    this.code = code
    this.waitS = waitS
    this.fields = (problem.errors ?? []).map(({ pointer = '' }) => pointer.slice(1))
    this.conflicts = problem.conflicts ?? []
    this.params = problem.params
  }
}

export interface Problem {
  code?: string
  params?: object
  errors?: { pointer?: string }[]
  conflicts?: Conflict[]
}

/** Longer than a password takes to be checked on a busy server. */
const answerMs = 20_000

const base = document.baseURI.replace(/\/$/, '')

/**
 * Once, without trying again: a person waits for it, and sees what became of it.
 * @throws Trouble
 */
export async function ask<T = undefined>(method: string, path: string, body?: unknown): Promise<T> {
  const response = await fetch(`${base}/api/v1${path}`, {
    method,
    cache: 'no-store',
    signal: AbortSignal.timeout(answerMs),
    ...(body !== undefined && {
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    }),
  }).catch(() => {
    throw new Trouble('no_answer')
  })
  if (response.status === 204) return undefined as T
  const answer: unknown = await response.json().catch(() => ({}))
  if (response.ok) return answer as T
  const problem = answer as Problem
  const waitS = Number(response.headers.get('retry-after') ?? 0)
  throw new Trouble(whoMay(problem.code ?? 'internal', path), problem, waitS)
}

/** The server says `not_allowed` of whatever one may not do: who may is told by what was tried. */
function whoMay(code: string, path: string): string {
  if (code !== 'not_allowed') return code
  if (path.startsWith('/lists/')) return 'not_owner'
  return /^\/(accounts|audit|identities|invitations)\b/.test(path) ? 'not_administrator' : code
}

/** Where a link leads that ends with this key. */
export const linkOf = (invitation: string): string => `${base}/#${invitation}`
