/**
 * The OpenAPI document says this of each operation behind its summary: when to use it, and what becomes of it when it
 * is sent again. One without a line here fails test/contract/openapi.test.ts.
 */

/** An operation that changes something takes no Idempotency-Key for one of these reasons. */
const again = {
  same: 'It takes no `Idempotency-Key`: sent again it comes to the same.',
  secret:
    'It takes no `Idempotency-Key`: no secret is kept to be shown once more. Sent again it makes another one.',
  file: 'It takes no `Idempotency-Key`: the ids of what comes in follow from the file, so a file that is sent again brings in nothing twice.',
  once: 'It takes no `Idempotency-Key`: it works once, and is refused when it is sent again.',
} as const

/** These operations change something and take no Idempotency-Key, each with why. */
export const takeNoKey: Readonly<Record<string, string>> = {
  updateAccount: again.same,
  signIn: again.secret,
  signOut: again.same,
  passkeySignInOptions: again.secret,
  signInWithPasskey: again.once,
  proveSession: again.same,
  signOutElsewhere: again.same,
  signOutDevice: again.once,
  signUp: again.once,
  readInvitation: again.same,
  beginProviderSignUp: again.secret,
  linkIdentity: again.secret,
  unlinkIdentity: again.once,
  unlinkAccountIdentity: again.once,
  createToken: again.secret,
  removeToken: again.once,
  beginSecondFactor: again.secret,
  confirmSecondFactor: again.once,
  renewRecoveryCodes: again.secret,
  removeSecondFactor: again.once,
  removePassword: again.same,
  addPasskey: again.once,
  passkeyOptions: again.secret,
  renamePasskey: again.same,
  removePasskey: again.once,
  createPushSubscription: again.same,
  removePushSubscription: again.once,
  testPushSubscription:
    'It takes no `Idempotency-Key`: each time it sends a message, though not more than one in five seconds.',
  updateMember: again.same,
  removeMember: again.once,
  transferList: again.once,
  createInvitation: again.secret,
  removeInvitation: again.once,
  acceptInvitation: again.once,
  declineInvitation: again.once,
  inviteAccount: again.secret,
  governAccount: again.same,
  removeAccount: again.once,
  resetFactors: again.same,
  updateLabel: again.same,
  deleteLabel: again.same,
  import: again.file,
}

export const operationTexts: Readonly<Record<string, string>> = {
  listTodos:
    'Todos of all lists or one, in an order, filtered and searched. Go on with `next` as `cursor`, or by the `Link`. By `due`, `updated` and `priority` pages hold each todo once, whatever changes meanwhile.',
  createTodo:
    'Makes a todo, in the default list unless the body names one. Give it an `id` of your own, or send an `Idempotency-Key`, and it is made once however often it is sent.',
  readTodo:
    'Reads one todo with its version as `ETag`; with `If-None-Match` it is a 304 while nothing has changed.',
  putTodo:
    'Makes the todo under this id, or replaces all of it: a field that is not named has its default then. With `If-None-Match: *` it only makes, with `If-Match` it only replaces that version.',
  updateTodo:
    'Changes the fields that the body names; null takes a value away. With `If-Match` it acts on that version only.',
  deleteTodo:
    'Puts the todo and all below it in the trash, where it stays for 90 days unless the server is set otherwise.',
  restoreTodo: 'Takes the todo out of the trash, with what was deleted with it.',
  skipTodo: 'Moves a todo that repeats to the next date of its rule, without finishing it.',
  detachTodo: 'Makes this todo one that does not repeat; the series goes on with a new todo.',
  listOccurrences:
    'Tells the dates by the rule ahead of the todo. They are not todos yet: each is made when the one before is finished.',
  quickAddTodo:
    'Reads a line as a person types it (`Water the roses tomorrow 9am #garden`) and makes the todo that it means. With `dry_run` it says what was understood, and makes nothing.',
  readAccount: 'Tells the account that the key is of; in local mode the one there is.',
  updateAccount: 'Sets the time zone, the default reminders, the name or the password of the account.',
  listLists: 'The lists of the account, by id. A list that was shared with it is among them.',
  createList: 'Makes a list of the account, which is its owner.',
  readList: 'Reads one list with its version as `ETag`.',
  updateList: 'Changes the fields that the body names.',
  deleteList: 'Puts the list with its todos in the trash. The default list can not be deleted.',
  restoreList: 'Takes the list, with the todos that were in it, out of the trash.',
  listFilters:
    'The filters that the account has saved. They are its own: other members of a list do not see them.',
  createFilter: 'Saves a filter under a name. One that can not be read is refused with the place.',
  readFilter: 'Reads one saved filter with its version as `ETag`.',
  updateFilter: 'Changes the fields that the body names.',
  deleteFilter: 'Deletes a saved filter; it can be restored.',
  restoreFilter: 'Takes back that a saved filter was deleted.',
  listViews: 'How the account has lists, filters and labels shown: by what they are sorted and grouped.',
  readView: 'Reads how one list, filter or label is shown, by the id of that.',
  updateView: 'Changes how it is shown. The first change makes the view.',
  readHolidays:
    'Tells which days of a year are holidays and which weekends are worked on, by the table that todos on legal working days repeat by.',
  listLabels: 'The labels that todos have, each with how many, by name.',
  updateLabel:
    'Renames the label on all todos that have it, by commands of one gesture, or gives it a colour. A name that another label has makes one of the two.',
  deleteLabel: 'Takes the label away from all todos that have it, by commands of one gesture.',
  batch:
    'Carries out commands in their order, each with its own outcome, or with `atomic` all or none. With an `Idempotency-Key` the commands without an `id` have one that follows from it.',
  readChanges:
    'Tells what changed in a list since a cursor, by whole rows: at once, or with `wait` when something has. As `text/event-stream` each delta is an event whose id is the cursor, and a comment comes now and then. See docs/sync.md.',
  readHistory: 'What was done in all lists that the caller sees, the newest first.',
  readListHistory: 'What was done in one list, in the order of its versions.',
  readTodoHistory: 'What was done to one todo, through all lists that it was in.',
  readListAt:
    'Shows the list as it was at a moment, by its history. `missing` has the ids of todos that can not be shown any more.',
  undoEntry:
    'Takes back what one entry did, as far as nothing has changed since; with `force` all of it. The undo is an entry itself.',
  undo: 'Takes back, the newest first, what was done since a moment or by one gesture, in steps: go on with `next` as `cursor` and `gesture` as `as`. Sent again under the same `Idempotency-Key`, or with the same `as`, it takes nothing back twice.',
  readSession: 'Tells how this server is entered, and who one is. Anybody may ask.',
  signIn:
    'Opens a session by name and password (and a code, where there is a second factor), for browsers: it is in a cookie. Programs use tokens.',
  signOut: 'Ends this session.',
  passkeySignInOptions: 'Gives a browser the challenge for a passkey, to sign in or to prove who one is.',
  signInWithPasskey: 'Opens a session by what a passkey answered to the challenge.',
  proveSession: 'Proves once more who one is; operations that ask for it are open for ten minutes then.',
  listSessions: 'The devices that are signed in, with when they were used last.',
  signOutElsewhere: 'Ends all sessions but this one.',
  signOutDevice: 'Ends one session by its id.',
  signUp:
    'Makes an account by an invitation, or the first one by the link that the server printed, and signs in to it.',
  listAccounts: 'All accounts, for administrators, a hundred at a time.',
  readInvitation:
    'Tells what an invitation is for before one accepts it. It is sent in the body, as addresses are logged.',
  beginProviderSignIn: 'Sends a browser to the OpenID provider. Programs do not use it.',
  beginProviderSignUp: 'Answers the address of the provider at which an account is made by an invitation.',
  finishProviderSignIn: 'Where the provider sends the browser back to. Programs do not use it.',
  listIdentities: 'The identities at the OpenID provider by which one signs in.',
  linkIdentity: 'Answers the address of the provider at which one signs in to link the account.',
  unlinkIdentity: 'Takes away a way to sign in. The last one stays.',
  listAccountIdentities: 'The identities that an account is linked to, for administrators.',
  unlinkAccountIdentity: 'Takes away a way to sign in from an account, for administrators.',
  listTokens: 'The tokens of the account, without their secrets.',
  createToken:
    'Makes a token for a program: for reading, writing or sharing as well, for chosen lists, with a limit of deletions. The answer alone has the secret.',
  removeToken: 'Takes a token back: from now on it opens nothing.',
  readAudit: 'Who signed in, which keys were made and taken back, and from where.',
  readWaysIn: 'Tells by what the account is opened: a password, a second factor, passkeys, identities.',
  beginSecondFactor: 'Answers the secret for an authenticator app. It counts once a code of it was shown.',
  confirmSecondFactor: 'Shows a code of the app, and answers the recovery codes, once.',
  renewRecoveryCodes: 'Makes new recovery codes; those of before count no more.',
  removeSecondFactor: 'From now on the password is enough.',
  removePassword: 'From now on only passkeys open the account.',
  listPasskeys: 'The passkeys of the account.',
  addPasskey: 'Keeps the passkey that the browser made for the challenge of `/account/passkeys/options`.',
  passkeyOptions: 'Gives a browser what it needs to make a passkey.',
  renamePasskey: 'Changes what a passkey is called.',
  removePasskey: 'Takes a passkey away; the last way in stays.',
  readPushKey: 'The public key with which a browser subscribes to Web Push here.',
  listPushSubscriptions: 'The devices to which reminders are sent, and how that went last.',
  createPushSubscription:
    'Subscribes the device of this session; a device that is there is kept as it is sent.',
  removePushSubscription: 'Ends a subscription.',
  testPushSubscription: 'Sends a message to the device now.',
  listMembers: 'Who has the list, in which role.',
  updateMember: 'Makes a member an editor or a viewer, for the owner.',
  removeMember: 'Takes a member out of the list, for the owner; each member can leave by its own id.',
  transferList: 'Makes another member the owner.',
  listInvitations: 'The invitations to the list that nobody has used yet.',
  createInvitation:
    'Invites by the name of an account, or makes a link that works once. The answer alone has the link.',
  removeInvitation: 'Takes an invitation back.',
  readInvitations: 'The lists that the account is invited to.',
  acceptInvitation: 'Makes the account a member, by the id of an invitation to it or the secret of a link.',
  declineInvitation: 'Removes an invitation to the account.',
  inviteAccount: 'Makes a link by which someone makes an account here, for administrators.',
  governAccount: 'Changes an account of someone else, for administrators.',
  removeAccount: 'Removes an account with all that is its own.',
  resetFactors: 'For someone who lost their second factor: the password alone opens the account then.',
  import:
    'Brings in a file of another program or of our own; the body is the file as it is. With `dry_run` it says what would come in. As `application/jsonl` each line is a step (`read`, `written`), and the last one has `report` or `problem`.',
  export:
    'Everything that the key sees, in one of five formats or as a zip of all. The answer is written while it is read; one that breaks off is not whole.',
}

/** This says what the operations are about, by the first word of their addresses. */
export const tagTexts: Readonly<Record<string, string>> = {
  todos: 'Todos, their trash, repetitions and quick add.',
  account: 'The account itself, and by what it is opened.',
  lists: 'Lists, their trash, members and invitations.',
  filters: 'Filters that are saved under a name.',
  views: 'How lists, filters and labels are shown.',
  holidays: 'Holidays and working weekends of China.',
  labels: 'Labels of all todos: renamed, coloured, taken away.',
  batch: 'Many commands in one request.',
  changes: 'What changed, for who follows without a socket.',
  history: 'What was done, and taking one entry back.',
  undo: 'Taking back what was done since a moment.',
  session: 'Signing in and out.',
  sessions: 'Devices that are signed in.',
  accounts: 'Accounts of the server: signing up, and for administrators.',
  invitations: 'Invitations as who is invited sees them.',
  oidc: 'Signing in by an OpenID provider.',
  identities: 'Identities at the OpenID provider.',
  tokens: 'Keys for programs.',
  audit: 'Who came in, and which keys were made.',
  push: 'Devices that reminders are sent to.',
  import: 'Files that come in.',
  export: 'Files that go out.',
}
