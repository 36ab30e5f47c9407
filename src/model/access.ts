/** Who may do what: the one table of it. It is asked in one place, core/access/authorize.ts. */
import type { SomeSettings } from './account-settings.ts'
import type { DefaultReminders } from './default-reminders.ts'

export const roles = ['owner', 'editor', 'viewer'] as const
/** What a member of a list is there. Each list has exactly one owner. */
export type Role = (typeof roles)[number]

/**
 * What can be done with a list, each with the roles that may. Who has no role does not see that there is such a list.
 */
export const listActions = {
  read: ['owner', 'editor', 'viewer'],
  /** Its todos, its name and its looks. */
  change: ['owner', 'editor'],
  /** Into the trash and out of it. */
  delete: ['owner'],
  /** The owner alone decides on rules for all todos of a list, such as unique names. */
  govern: ['owner'],
  /** Taking back what others did, all at once. */
  undo: ['owner'],
  /** Its members and its invitations. */
  share: ['owner'],
} as const satisfies Record<string, readonly Role[]>
export type ListAction = keyof typeof listActions

export const scopes = ['read', 'write', 'admin'] as const
/** What a token may do of what its account may. */
export type Scope = (typeof scopes)[number]

/** What a caller came with: a session may all that the account may, a token what its scope says. */
export type KeyKind = 'session' | Scope

/** What operations ask of a key, each with the kinds that have it. */
export const demands = {
  read: ['session', 'admin', 'write', 'read'],
  write: ['session', 'admin', 'write'],
  /** Members and invitations. */
  share: ['session', 'admin'],
  /** Passwords, sessions and tokens: a token must not make itself others. */
  keys: ['session'],
  /** Other people's accounts; the account must be an administrator's as well. */
  govern: ['session', 'admin'],
} as const satisfies Record<string, readonly KeyKind[]>
export type Demand = keyof typeof demands

/** What a caller showed at the door. */
export interface Credential {
  id: string
  kind: KeyKind
  /** The only lists that it is for; null: all of the account's. */
  lists: readonly string[] | null
  /** How many things it may put in the trash in an hour; null: any number. */
  deletionsPerHour: number | null
  /** Milliseconds since 1970, or null. */
  expiresAt: number | null
}

/** Whose lists these are. There is one, "local", until accounts are switched on. */
export interface Account {
  id: string
  name: string
  defaultList: string
  /** The IANA zone in which due dates without a time are meant; UTC where there is none. */
  zone?: string | null | undefined
  /** The server adds them to a todo when this account gives it a due date. */
  defaultReminders?: DefaultReminders | null | undefined
  /** What is not in it is as usual. */
  settings?: SomeSettings | null | undefined
  /** It is another number each time that the server had something new to tell of it. */
  news?: number | undefined
  /** What is deleted stays in the trash for so many days. */
  trashDays?: number | undefined
  /** Its lists have so many live todos, where some of them were sent from the beginning. */
  todos?: number | undefined
}

/** Whoever asks. In local mode that is the one account, without a credential: it may everything. */
export interface Caller extends Account {
  isAdmin?: boolean
  credential?: Credential
}

/** What reading needs to know of a caller. */
export interface Sight {
  /** The account. */
  id: string
  credential?: Pick<Credential, 'lists'>
}

/**
 * The space whose version counts the changes to accounts and keys, for nodes to hear of them. It is nobody's, and has
 * no rows.
 */
export const accessSpace = '00000000-0000-8000-8000-000000000001'
