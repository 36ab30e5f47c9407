/**
 * Bounds of the program: nothing it reads, keeps or queues is without one. Clients carry client-limits.ts alone; most
 * of what else is here, and all of server-limits.ts, the server alone meets. Filters have their own in
 * filter/limits.ts.
 */
import * as clientLimits from './client-limits.ts'
import { foldedPerViewMax, typingLimits } from './typing-limits.ts'

export const limits = {
  ...typingLimits,
  ...clientLimits,
  /** The account's own space and all of its lists, with some to spare. */
  spacesPerSocketMax: 2_000,
  /** A request's body. */
  bodyBytesMax: 1024 * 1024,
  /**
   * An address below /api/v1 has at most so many characters: the runtime refuses more than 16 kB of it and the headers
   * together.
   */
  addressLengthMax: 12_000,
  /** How deep JSON may nest. */
  jsonDepthMax: 16,
  membersPerListMax: 100,
  /** Open ones, of a list, or of the server. */
  invitationsMax: 100,
  invitationMs: 7 * 24 * 60 * 60 * 1_000,
  /** How long used and expired ones are kept, so that they can say what they were. */
  invitationKeptMs: 7 * 24 * 60 * 60 * 1_000,
  accountNameLengthMax: 64,
  /** A view has so much folded up, each named by a text of so many characters. */
  foldedPerViewMax,
  foldedLengthMax: 100,
  tokensPerAccountMax: 100,
  /** The oldest ends when there is one more. */
  sessionsPerAccountMax: 100,
  listsPerTokenMax: 100,
  deletionsPerHourMax: 1_000_000,
  passwordLengthMin: 10,
  passwordLengthMax: 1_000,
  /** Passwords that are hashed at one time, and that wait for it. */
  hashingMax: 2,
  hashingQueueMax: 32,
  /** A session that is not used ends, and each ends at last. */
  sessionIdleMs: 30 * 24 * 60 * 60 * 1_000,
  sessionMs: 180 * 24 * 60 * 60 * 1_000,
  /** Keys that a node remembers, and how often it keeps when they were used last. */
  callersKept: 50_000,
  touchMs: 30_000,
  /** After so many failed sign-ins each next one waits, longer each time, up to a limit. */
  attemptsFree: 5,
  attemptDelayMs: 2_000,
  attemptDelayMaxMs: 15 * 60 * 1_000,
  /**
   * The same for an account over all addresses that never signed in to it: short, as a stranger must not lock it out.
   */
  strangerDelayMaxMs: 10_000,
  /** From a part of the internet where nobody failed at the account: tries that wait for no stranger elsewhere. */
  attemptsAtFirst: 2,
  attemptsKeptMs: 24 * 60 * 60 * 1_000,
  auditKeptMs: 365 * 24 * 60 * 60 * 1_000,
  pruneMs: 60 * 60 * 1_000,
  /** Of one account on one node. */
  requestsPerSecond: 1_000,
  socketsPerAccountMax: 500,
  idempotencyKeyLengthMax: 255,
  /** What names a visit to a field, and how long one may be silent: what comes later is an entry of its own. */
  visitLengthMax: 64,
  visitPauseMs: 60 * 60 * 1_000,
  /** Search text of `q`, in characters. */
  queryLengthMax: 200,
  pageSizeDefault: 100,
  pageSizeMax: 1_000,
  /** Todos that are read from the store at a time when a whole list is streamed. */
  streamChunkTodos: 1_000,
  socketsMax: 50_000,
  /** What waits to be read by a socket's client; one that reads slower is closed, and comes back by its cursors. */
  socketBufferBytesMax: 8 * 1024 * 1024,
  /** Frames of one socket that wait for their answers. */
  asksPerSocketMax: 32,
  /** How long a client without a word on the wire is kept (the runtime pings it in between). */
  socketIdleMs: 60_000,
  /** Over how long the clients of a server that stops are asked to spread their return. */
  returnSpreadMs: 5_000,
  /** How long a request for changes may wait for one; less than the runtime keeps a silent connection. */
  waitSecondsMax: 25,
  /** Rows of one delta, unless one command changed more. */
  deltaRowsMax: 300,
  /** Text of one delta, where its rows are of more than one version. */
  deltaBytesMax: 2 * 1024 * 1024,
} as const

/** Those of rules and reminders: apart, as clients need not carry them. */
export const repeatLimits = {
  /** A recurrence rule's text, its INTERVAL and its COUNT. */
  repeatLengthMax: 255,
  repeatIntervalMax: 1_000,
  repeatCountMax: 10_000,
  /** How far ahead the next date by a rule is looked for; when there is none, the series has ended. */
  repeatYearsMax: 100,
  /** Dates that are told ahead of a rule. */
  occurrencesMax: 100,
  remindersPerTodoMax: 10,
  /** How far from the due date a reminder may be. */
  reminderDaysMax: 366,
} as const

/** A line that a todo is made of, and how many words of it are not to be read. */
export const quickAddLimits = {
  lengthMax: 2_000,
  ignoredMax: 100,
} as const
