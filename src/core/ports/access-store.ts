/**
 * The other half of the port to a database: accounts, what they come with, invitations, and what happened to them.
 * Times are milliseconds since 1970; of each secret only the hash is here.
 */
import type { Credential, KeyKind, Role, Account } from '../../model/access.ts'
import type { FactorReads, FactorWrites } from './factor-store.ts'

export type Mode = 'local' | 'accounts'

export interface AccountRow extends Account {
  isAdmin: boolean
  /** The hash of its password; null before it has one. */
  password: string | null
  disabledAt: number | null
  createdAt: number
}

/** What was shown at the door when a session was opened; `invitation`: the account was made with it. */
export type Way = 'password' | 'second factor' | 'passkey' | 'provider' | 'invitation'

export interface CredentialRow extends Credential {
  account: string
  hash: string
  /** What its owner calls it: a token's name, a session's device. */
  name: string
  /** Where it was used last. */
  address: string
  /** How a session was opened; null for tokens, and where it is not known. */
  way: Way | null
  createdAt: number
  usedAt: number
  /** When its owner last showed once more who they are; null: not since it was made. */
  provenAt: number | null
}

export interface Invitation {
  id: string
  hash: string
  /** To a list, with the role it gives; null: to have an account here. */
  list: { id: string; name: string } | null
  role: Role | null
  /** Whom it is for, when it was made by an account's name; null where there is none of that name, or for a link. */
  account: string | null
  name: string | null
  madeBy: { id: string; name: string } | null
  createdAt: number
  expiresAt: number
  usedBy: string | null
}

/** Who an account is for an OpenID provider. */
export interface IdentityRow {
  id: string
  account: string
  issuer: string
  subject: string
  /** What the provider called its owner when it was linked: to be told apart by people, and by nothing else. */
  name: string | null
  createdAt: number
  usedAt: number
}

export interface ListMember {
  id: string
  name: string
  role: Role
}

/** How often something failed, and when last. */
export interface Attempts {
  subject: string
  failures: number
  lastAt: number
}

export interface AuditRow {
  /** Counts up. */
  key: number
  account: { id: string; name: string } | null
  at: number
  event: string
  address: string
  about: Record<string, unknown>
}

export interface IdentityReads {
  identity(of: Pick<IdentityRow, 'issuer' | 'subject'>): Promise<IdentityRow | undefined>
  /** The account's, the oldest first. */
  identities(account: string): Promise<IdentityRow[]>
}

export interface IdentityWrites extends IdentityReads {
  /** @throws StoreError `conflict` when the issuer's subject is linked already */
  addIdentity(row: Omit<IdentityRow, 'usedAt'>): Promise<void>
  useIdentity(id: string, at: number): Promise<void>
  removeIdentity(id: string): Promise<void>
  /** Keeps that the sign-in of this state came back, for as long as it could again; false when it had before. */
  addReturn(state: string, expiresAt: number): Promise<boolean>
}

export interface AccessReads extends IdentityReads, FactorReads {
  mode(): Promise<Mode>
  account(by: { id: string } | { name: string }): Promise<AccountRow | undefined>
  /** The accounts whose names have this skeleton (model/alike-names.ts). */
  namesLike(skeleton: string): Promise<{ id: string; name: string }[]>
  /** Of these accounts those whose names could be taken for another one's: then an id is told beside the name. */
  alike(ids: readonly string[]): Promise<Set<string>>
  /** The oldest that is not removed. */
  firstAccount(): Promise<AccountRow | undefined>
  /** In the order of their names, after `after`. */
  accounts(after: string, limit: number): Promise<AccountRow[]>
  /**
   * The version of the access space, and the accounts whose rights or keys changed after `since`; none unless given.
   * Where there is a newer version and nobody is named, a node of before this was kept changed something.
   */
  changesSince(since: number | undefined): Promise<{ version: number; accounts: string[] }>
  credential(id: string): Promise<CredentialRow | undefined>
  /** Of these credentials those that are there, of accounts that are not disabled. */
  living(ids: readonly string[]): Promise<string[]>
  /** The account's, the newest first. */
  credentials(account: string, kinds: readonly KeyKind[]): Promise<CredentialRow[]>
  invitation(id: string): Promise<Invitation | undefined>
  /** Those that are open: for an account, of a list, or (null) to have an account here. */
  invitations(of: { account: string } | { list: string | null }, now: number): Promise<Invitation[]>
  members(list: string): Promise<ListMember[]>
  /** The lists that the account is a member of, and how many members each has. */
  memberships(account: string): Promise<{ list: string; role: Role; members: number }[]>
  attempts(subjects: readonly string[]): Promise<Attempts[]>
  /** The newest first, before `before`; of one account, or of all. */
  audit(account: string | undefined, before: number | undefined, limit: number): Promise<AuditRow[]>
}

export interface AccessWrites extends AccessReads, IdentityWrites, FactorWrites {
  setMode(mode: 'accounts'): Promise<void>
  /** With its default list. */
  addAccount(account: Pick<AccountRow, 'name' | 'password' | 'isAdmin'>, at: number): Promise<AccountRow>
  updateAccount(
    id: string,
    changes: Partial<
      Pick<
        AccountRow,
        'name' | 'password' | 'isAdmin' | 'disabledAt' | 'zone' | 'defaultReminders' | 'settings'
      >
    >,
  ): Promise<void>
  /** All nodes tell the open pages of these accounts to look anew. */
  markAccounts(ids: readonly string[]): Promise<void>
  /** For good, with the lists that it alone is a member of. */
  removeAccount(id: string, at: number): Promise<void>
  addCredential(row: CredentialRow): Promise<void>
  proveCredential(id: string, at: number): Promise<void>
  removeCredentials(ids: readonly string[]): Promise<void>
  addInvitation(
    row: Omit<Invitation, 'list' | 'madeBy'> & { list: string | null; madeBy: string | null },
  ): Promise<void>
  useInvitation(id: string, account: string): Promise<void>
  removeInvitations(ids: readonly string[]): Promise<void>
  /** From here on nobody else counts these until the transaction ends. */
  lockAttempts(subjects: readonly string[]): Promise<void>
  setAttempts(rows: readonly Attempts[]): Promise<void>
  addAudit(
    row: Pick<AuditRow, 'at' | 'event' | 'address' | 'about'> & { account: string | null },
  ): Promise<void>
  /** Keeps when and where these credentials were used. */
  touch(uses: readonly Pick<CredentialRow, 'id' | 'usedAt' | 'address'>[]): Promise<void>
  /**
   * Forgets what is of no use any more: expired credentials, invitations and challenges, old attempts and audit rows.
   */
  prune(now: number): Promise<void>
}

/** What is kept of who comes to the door: nothing of it gives or takes rights or keys. */
export type DoorWrites = AccessReads &
  Pick<
    AccessWrites,
    | 'lockAttempts'
    | 'setAttempts'
    | 'addAudit'
    | 'touch'
    | 'prune'
    | 'addReturn'
    | 'useIdentity'
    | 'useChallenge'
    | 'setChallengeKey'
    | 'useRecoveryCode'
    | 'useStep'
    | 'setSecretKeyId'
    | 'usePasskey'
  >

export interface AccessStore extends AccessReads {
  /**
   * What changes rights or takes keys away: one after another over all nodes, each with the next version of the access
   * space.
   */
  change<T>(work: (tables: AccessWrites) => Promise<T>): Promise<{ result: T; version: number }>
  /** One after another with those, but nothing that anyone may changes, so that nodes need not hear of it. */
  inTurn<T>(work: (tables: AccessWrites) => Promise<T>): Promise<T>
  /** What other nodes need not hear of, and may go on beside all of those. */
  note<T>(work: (tables: DoorWrites) => Promise<T>): Promise<T>
}
