/** Bounds that only a server meets, apart from limits.ts: the page need not carry them. */
export const serverLimits = {
  /** A list may have so many todos outside of the trash when its names become unique. A refusal tells so many names. */
  uniqueNamesTodosMax: 100_000,
  sharedNamesTold: 10,
  /** Of todos that share their names so many are looked at. */
  holdersLoadedMax: 2_000,
  /** `doneAt` may be at most so long ago. If it is nearer than the second limit, no earlier entry is looked at. */
  deedMsMax: 90 * 24 * 60 * 60 * 1_000,
  deedMsClose: 10_000,
  /** Of one account, at OpenID providers. */
  identitiesPerAccountMax: 10,
  /** How long a sign-in at a provider may take. */
  providerSignInMs: 10 * 60 * 1_000,
  /**
   * How long the provider may take for one answer, how large it may be, and how long what it says of itself is kept.
   */
  providerAnswerMs: 5_000,
  providerAnswerBytesMax: 256 * 1024,
  providerKeptMs: 60 * 60 * 1_000,
  /** What is asked of the provider at one time: in all, and for one network. */
  providerAsksMax: 16,
  providerAsksPerNetworkMax: 4,
  /** What is asked of an account without a password once more: to have signed in since. */
  recentSignInMs: 10 * 60 * 1_000,
  /**
   * A file that is imported; where its format must be held whole in memory; and what a zip holds once it is unpacked.
   */
  importBytesMax: 256 * 1024 * 1024,
  importWholeBytesMax: 64 * 1024 * 1024,
  importUnpackedBytesMax: 256 * 1024 * 1024,
  /** What is unpacked may be so many times as large as what is packed, of as many files. */
  importRatioMax: 200,
  importEntriesMax: 10_000,
  /** What of it is kept in memory until it is whole; the rest is in a file. And what all such files may have. */
  importMemoryBytes: 256 * 1024,
  importSpoolBytesMax: 4 * 256 * 1024 * 1024,
  /** How long a file that has come waits for those before it; proxies give up a silent connection after a minute. */
  importWaitMs: 50_000,
  /** Lists and todos of one file. */
  importRecordsMax: 250_000,
  /** A number that an import keeps: half of all that a list can give out. */
  importNumberMax: 1_000_000_000,
  /** New todos for lists that are there already: those come in one transaction. */
  importIntoListsMax: 5_000,
  /** Rows of one transaction of an import, and of one version of a list. */
  importChunkTodos: 1_000,
  importVersionTodos: 100,
  /** An import that was not heard of for so long was interrupted, and what it left is removed. */
  importIdleMs: 60_000,
  /** Places that a report names for each kind of thing that can not be kept. */
  importPlacesMax: 10,
  /** Exports of one account at a time, on one node. */
  exportsPerAccountMax: 4,
  /**
   * Todos that an export reads at a time, how many it holds of those below them, and of how many it holds the place.
   */
  exportPageTodos: 250,
  exportBelowMax: 1_000,
  exportPlacesMax: 10_000,
  /** How long one who is sent a long answer may take none of it; and once the server stops. */
  readerPatienceMs: 5 * 60 * 1_000,
  readerAtStopMs: 5_000,
  /** How late a reminder is still sent: longer, and it is of no use any more. */
  reminderLateMs: 24 * 60 * 60 * 1_000,
  /** How often a node looks whether another one knows of a reminder that is due before those it knows. */
  remindersPollMs: 10_000,
  /** How long a node waits for another one that is just taking what is due. */
  remindersBusyMs: 200,
  /** Local moments come in each zone at its own time; zones differ by quarters of an hour. */
  reminderStepMs: 15 * 60 * 1_000,
  /**
   * Alarms that a node takes at a time, how many times so at once, for how long it may send, and how long they are its
   * own.
   */
  alarmsPerRoundMax: 20,
  reminderRoundsMax: 4,
  reminderRoundMs: 20_000,
  alarmLeaseMs: 30_000,
  /** Accounts whose devices are sent to at one time, in each of those. */
  pushLanesMax: 32,
  /** What a push service did not take is sent again, later each time, so many times in all. */
  pushAttemptsMax: 8,
  pushRetryMs: 30_000,
  pushRetryMaxMs: 60 * 60 * 1_000,
  /** How long it may take for its answer. */
  pushAnswerMs: 5_000,
  pushPayloadBytesMax: 3_000,
  /** A device to which nothing could be sent for so long is forgotten. */
  pushFailingMs: 7 * 24 * 60 * 60 * 1_000,
  subscriptionsPerAccountMax: 20,
  pushEndpointLengthMax: 1_000,
  /** Between two tries of one device. */
  pushTestMs: 5_000,
  /** Short default lists that are kept as they were sent. */
  bodiesKept: 100,
  /** Deltas that are kept ready for the next who asks for the same. */
  deltasKept: 2,
  /** The server collects what was left in memory after so many whole pages for clients that catch up. */
  pagesPerCollection: 16,
  /** When keys were used is written for so many of them at a time. */
  usesWrittenMax: 250,
  /** Spaces whose integer keys a node remembers. */
  spaceKeysKept: 10_000,
  /** A read that took longer asks for its caller's key once more before it answers. */
  quickReadMs: 1_000,
  /** A piece of a long answer: before each the key is asked for. */
  pieceBytes: 64 * 1024,
  /** How often a node looks for what other nodes changed: where they tell each other, in case they could not; else. */
  nodesCheckMs: 5_000,
  nodesPollMs: 200,
  /** Sockets get their beats and key checks in so many shares, as all at once would hold up other work. */
  beatShares: 20,
  /** One such look reads the versions of at most so many spaces at a time. */
  spacesLookedAtMax: 500,
  /** A notification's payload (PostgreSQL allows 8,000 bytes). */
  notifyBytesMax: 7_900,
  /** Commands that one transaction carries. */
  commitCommandsMax: 500,
  /** Commands that wait for a transaction; beyond it a write is told to come again. */
  commitQueueMax: 10_000,
  /** How long a batch is tried again while the database is away, before its callers are told so. */
  commitRetryMs: 3_000,
  /**
   * A trouble of the database: when it is told again while it lasts; how long after it was met last requests had better
   * go elsewhere; and when who met it is to come back.
   */
  troubleToldMs: 10 * 60 * 1_000,
  troubleMs: 30_000,
  unusableRetrySeconds: 10,
  /** A migration that a deadlock ended is begun anew so often, and waits so much longer each time. */
  deadlocksMax: 20,
  deadlockPauseMs: 100,
  /** It keeps a backup or a restore between engines from holding more rows at a time. */
  backupChunkRows: 1_000,
  /** It is how long a place of backups may move nothing, and how much of a file goes there at a time. */
  backupStallMs: 60_000,
  backupChunkBytes: 8 * 1024 * 1024,
  /** It is how long after a failure a server tries to make a backup again, at most. */
  backupAgainMs: 10 * 60 * 1_000,
  /** It is how often a server looks whether the next backup is due. */
  backupLookMs: 30_000,
  /** How often a node looks whether the file of the database is still at its place. */
  probeMs: 2_000,
  /**
   * How long each thing that a node needs may take to say that it is there, and how long a connection lives by which it
   * is asked.
   */
  readinessMs: 2_000,
  probeConnectionMs: 30_000,
  /** How long a start waits for a database that says it will be there, and how often it says so. */
  databaseWaitMs: 15 * 60 * 1_000,
  databaseWaitStepMs: 500,
  databaseWaitSaidMs: 10_000,
  /** How long one statement may run, and how long it may wait for a lock. */
  statementTimeoutMs: 10_000,
  lockTimeoutMs: 3_000,
  connectTimeoutMs: 5_000,
  postgresConnectionsMax: 10,
  /**
   * Of a body so much must come in a second, over a window of time; how often that is looked at; and how long a stop
   * waits for bodies that have not come yet.
   */
  bodyBytesPerSecondMin: 1_000,
  bodyWindowMs: 30_000,
  bodySweepMs: 500,
  bodyAtStopMs: 2_000,
  /** How long a connection may be silent; longer than a short body may take, so that its sender is told why. */
  idleSeconds: 40,
  /** How long a stop waits for requests in flight. */
  drainMs: 20_000,
  /** A second signal within this time is the same key press, handed on by a parent process. */
  signalEchoMs: 500,
  /** Log lines are written together, at most this long after they were made. */
  logFlushMs: 50,
  /** Wrong one-time codes of an account that are free, from everywhere together. */
  codesFree: 10,
  recoveryCodes: 10,
  /** How long a second factor that was begun can be confirmed, and a passkey's challenge be answered. */
  enrolmentMs: 15 * 60 * 1_000,
  challengeMs: 5 * 60 * 1_000,
  passkeysPerAccountMax: 20,
  /**
   * How long history and trash are kept unless it is said, and at least (what is sent again is known by the journal).
   */
  historyDays: 365,
  historyDaysMin: 30,
  trashDays: 90,
  trashDaysMin: 1,
  /**
   * How often old history and trash are removed, how often a node looks whether it is time, and the pause between
   * steps.
   */
  pruneEveryMs: 24 * 60 * 60 * 1_000,
  pruneCheckMs: 10 * 60 * 1_000,
  pruneStepMs: 20,
  pruneStepRows: 500,
  /** Todos that one step brings into the index of search, and lists that a look for stale ones reads at a time. */
  indexStepRows: 100,
  indexScanRows: 1_000,
  /**
   * How often a node looks whether nobody has written since, so that it can, and how much of the time it takes then;
   * when it does so anyhow, and how much then.
   */
  indexEveryMs: 250,
  indexShare: 0.2,
  indexOverdueMs: 10_000,
  indexOverdueShare: 0.1,
  indexRetryMs: 5_000,
  /** Lists that wait for it; where there are more, they are looked for. */
  indexListsMax: 10_000,
  /** Todos that are not in the index yet, and are tested by a search one by one. */
  searchTailMax: 500,
  /** A search that waits for the index in vain asks for a pause of so much at most. */
  searchRetryMaxSeconds: 60,
  /** How long a search in this process goes on before others have their turn. */
  walkTurnMs: 4,
  /** Of each list, at least: who was away for longer than they tell fetches it anew. */
  departuresKept: 10_000,
  /** Entries of the history that are read from the store at a time, and looked at for one page. */
  historyChunk: 64,
  historyScanMax: 2_000,
  /** Text of a page of the history, unless one entry has more. */
  historyBytesMax: 2 * 1024 * 1024,
  /** Entries, and text of them, through which a list is taken back to show it as it was. */
  rewindEntriesMax: 10_000,
  rewindBytesMax: 16 * 1024 * 1024,
  /**
   * Pages hold each todo once whatever changes meanwhile, where they are of so many lists at most. So many entries and
   * changed todos are looked through for it, and a first page is so old at most: history is kept longer.
   */
  steadyListsMax: 200,
  steadyEntriesMax: 10_000,
  steadyTodosMax: 10_000,
  steadyMs: 24 * 60 * 60 * 1_000,
  /** Of these, so many are read at a time. */
  steadyChunk: 250,
  /** Entries that are taken back at once, and rows that they changed. */
  undoEntriesMax: 500,
  undoRowsMax: 1_000,
  /**
   * Todos that get another label at once, and by one request; how often those that were changed meanwhile are read
   * again.
   */
  relabelPage: 1_000,
  relabelTodosMax: 10_000,
  relabelRoundsMax: 10,
  /**
   * Public holidays come in a file, or from an address, of at most so many bytes and dates. An address may take so
   * long, what is known may be so old, and a reading that failed is tried again after so long.
   */
  holidayBytesMax: 1024 * 1024,
  holidayDatesMax: 10_000,
  holidayAnswerMs: 10_000,
  holidayRefreshMs: 24 * 60 * 60 * 1_000,
  holidayRetryMs: 60 * 60 * 1_000,
} as const
