/**
 * What can go wrong, a row for each code: the HTTP status, what happened, and what to do about it. What exactly
 * happened and what was expected stands in the `detail` of the one error. Clients do not carry this table: they know
 * `client-titles.ts`, and are told the rest.
 */
import * as clientLimits from './client-limits.ts'
import { clientTitles } from './client-titles.ts'

export interface ErrorRow {
  /** Codes without one are met by commands and clients, never in an answer. */
  status?: number
  title: string
  fix: string
}

export const errorTable = {
  // What the rules refuse, on the server as in clients
  not_allowed: {
    status: 403,
    title: 'You may not do that',
    fix: 'Ask the owner of the list, or use a key with the right scope.',
  },
  todo_not_found: {
    status: 404,
    title: clientTitles.todo_not_found,
    fix: 'Check its id; a todo in the trash can be restored.',
  },
  list_not_found: {
    status: 404,
    title: clientTitles.list_not_found,
    fix: 'Check its id; GET /api/v1/lists shows those there are.',
  },
  name_taken: {
    status: 409,
    title: clientTitles.name_taken,
    fix: 'Choose another name, or let names repeat in this list: PATCH it with {"uniqueNames": false}.',
  },
  names_repeat: {
    status: 409,
    title: 'Open todos of the list are called alike',
    fix: 'Give each of them a name of its own, or finish or delete the others; then make names unique.',
  },
  id_taken: { status: 409, title: clientTitles.id_taken, fix: 'Make a new UUID, or PUT to replace it.' },
  todo_in_trash: { status: 409, title: clientTitles.todo_in_trash, fix: 'Restore it first.' },
  list_in_trash: { status: 409, title: clientTitles.list_in_trash, fix: 'Restore it first.' },
  default_list: { status: 409, title: clientTitles.default_list, fix: 'Delete its todos instead.' },
  parent_not_found: {
    status: 409,
    title: clientTitles.parent_not_found,
    fix: 'Choose one that is in the same list and not in the trash.',
  },
  parent_cycle: {
    status: 409,
    title: clientTitles.parent_cycle,
    fix: 'Choose a parent that is not one of its own subtodos.',
  },
  too_deep: { status: 409, title: clientTitles.too_deep, fix: 'Choose a parent higher up.' },
  subtree_too_large: {
    status: 409,
    title: clientTitles.subtree_too_large,
    fix: 'Delete or restore the subtodos in parts.',
  },
  list_full: { status: 409, title: clientTitles.list_full, fix: 'Go on in a new list.' },
  too_many_lists: {
    status: 409,
    title: clientTitles.too_many_lists,
    fix: `Delete lists that are not needed; an account has at most ${clientLimits.listsPerAccountMax}.`,
  },
  version_mismatch: {
    status: 412,
    title: 'It has changed since you read it',
    fix: 'Look at "current", and send it again with its ETag.',
  },
  // What a client finds by itself
  not_connected: {
    title: clientTitles.not_connected,
    fix: 'Connect once; then changes can be made offline.',
  },
  no_answer: {
    title: 'The server does not answer',
    fix: 'Check its address, that it runs, and the network; then try again.',
  },
  not_a_replica: {
    title: 'This is not a replica',
    fix: 'Name another place to keep it, or take away what is there.',
  },
  // A file that is imported
  bad_import: {
    status: 400,
    title: 'The file can not be imported',
    fix: 'Correct it at that place and import it again: nothing was changed.',
  },
  unknown_format: {
    status: 400,
    title: 'The format of the file is not known',
    fix: 'Say it with "format"; docs/import-export.md names the files there are.',
  },
  import_too_large: {
    status: 413,
    title: 'The file is too large to be imported at once',
    fix: 'Import it in parts; nothing was changed.',
  },
  import_running: {
    status: 409,
    title: 'Another import is running, or one was interrupted just now',
    fix: 'Try again after the time in Retry-After.',
  },
  // At the door
  host_not_local: {
    status: 403,
    title: 'This server answers this computer only',
    fix: 'Use http://localhost or http://127.0.0.1, with the port the server printed.',
  },
  forwarded: {
    status: 403,
    title: 'This server answers this computer only, and not through a proxy',
    fix: 'Make accounts; or, where nobody else reaches the proxy, name it by --trust-proxy.',
  },
  origin_not_allowed: {
    status: 403,
    title: 'Another web site may not change todos here',
    fix: 'Send the request from a page of this server, or from a program that sends no Origin.',
  },
  // A request that can't be read
  bad_json: { status: 400, title: 'The body is not JSON', fix: 'Send one JSON value in UTF-8.' },
  bad_request: {
    status: 400,
    title: 'The request has a value that is not allowed',
    fix: 'Correct the fields named in "errors" and send it again.',
  },
  bad_cursor: {
    status: 400,
    title: 'The cursor is not one of this query',
    fix: 'Take the cursor from "next" of the page before, with the same filters, or begin without one.',
  },
  bad_filter: {
    status: 400,
    title: 'The filter can not be read',
    fix: 'Correct it at the place that "errors" names; docs/filters.md shows what there is.',
  },
  body_too_slow: {
    status: 408,
    title: 'The body comes too slowly',
    fix: 'Send it again over a better line; with the same Idempotency-Key the change acts once.',
  },
  uri_too_long: {
    status: 414,
    title: 'The address is too long',
    fix: 'Ask for less in one address, such as a shorter filter.',
  },
  unsupported_media: {
    status: 415,
    title: 'The body is in a form that is not read here',
    fix: 'Send JSON in UTF-8, as it is: without a Content-Encoding.',
  },
  body_too_large: { status: 413, title: 'The body is too large', fix: 'Send less at a time.' },
  // A request that isn't let in; more of those in door-errors.ts
  unauthenticated: {
    status: 401,
    title: 'A key is needed here',
    fix: 'Sign in, or send a token as "Authorization: Bearer aiotodo_…"; it may have expired or been taken back.',
  },
  wrong_password: {
    status: 401,
    title: 'The name or the password is not right',
    fix: 'Check both; an administrator can set a new password.',
  },
  proof_needed: {
    status: 403,
    title: 'Show once more who you are to do that',
    fix: 'Send your password with its code, or a passkey, to POST /api/v1/session/proof: it counts for ten minutes, as a sign-in does.',
  },
  sign_in_again: {
    status: 403,
    title: 'You signed in too long ago to do that',
    fix: 'Sign out and in again, and do it within ten minutes.',
  },
  sign_in_cancelled: {
    status: 403,
    title: 'You did not sign in at the provider',
    fix: 'Begin again, or sign in by your password.',
  },
  sign_in_expired: {
    status: 403,
    title: 'This sign-in was not begun in this browser, or not lately, or has come back before',
    fix: 'Begin again, in one tab, with cookies allowed.',
  },
  provider_refused: {
    status: 403,
    title: 'What the sign-in provider answered can not be relied on',
    fix: 'Begin again; if it stays, the log of the server says why.',
  },
  identity_unknown: {
    status: 403,
    title: 'No account here is linked to this identity',
    fix: 'Sign in by your password and link it in the settings, or ask for an invitation.',
  },
  account_disabled: {
    status: 403,
    title: 'This account is disabled',
    fix: 'Ask an administrator to let it in again.',
  },
  second_factor_needed: {
    status: 401,
    title: 'A code of the second factor is needed as well',
    fix: 'Send the same with "code": of the authenticator app, or a recovery code.',
  },
  wrong_code: {
    status: 401,
    title: 'The code is not right',
    fix: 'Take the code that the app shows now, each once; check that its clock is right.',
  },
  passkey_refused: {
    status: 401,
    title: 'The passkey was not accepted',
    fix: 'Ask for new options and try again, at the address that it was made at; or sign in another way.',
  },
  deletions_spent: {
    status: 403,
    title: 'The token has deleted as much as it may in an hour',
    fix: 'Wait, or use a key without that cap.',
  },
  too_many_requests: {
    status: 429,
    title: 'That was too often',
    fix: 'Try again after the time in Retry-After.',
  },
  // A thing that isn't there
  not_found: {
    status: 404,
    title: 'There is nothing at this address',
    fix: 'See /api/v1/openapi.json for the addresses there are.',
  },
  no_provider: {
    status: 404,
    title: 'This server has no sign-in provider',
    fix: 'Start it with --oidc-issuer; see docs/operating.md.',
  },
  identity_not_found: {
    status: 404,
    title: 'There is no such identity',
    fix: 'It may be unlinked already; look at those there are.',
  },
  filter_not_found: {
    status: 404,
    title: 'Filter not found',
    fix: 'Check its id; GET /api/v1/filters shows those there are.',
  },
  label_not_found: {
    status: 404,
    title: 'No todo has this label',
    fix: 'Labels are told apart by capitals; GET /api/v1/labels shows those there are.',
  },
  view_not_found: {
    status: 404,
    title: 'Nothing is kept of this view',
    fix: 'What has no view is shown as usual; a PATCH makes one. GET /api/v1/views shows those there are.',
  },
  account_not_found: { status: 404, title: 'Account not found', fix: 'Check its id or its name.' },
  member_not_found: {
    status: 404,
    title: 'The account is not a member of this list',
    fix: 'Invite it first; GET /api/v1/lists/{id}/members shows who is.',
  },
  key_not_found: {
    status: 404,
    title: 'There is no such session, token or passkey',
    fix: 'It may be gone already; look at those there are.',
  },
  second_factor_not_found: {
    status: 404,
    title: 'There is no second factor',
    fix: 'Set one up first; what was begun is to be confirmed within a quarter of an hour.',
  },
  // A device that reminders are sent to
  subscription_not_found: {
    status: 404,
    title: 'This device is not subscribed',
    fix: 'It may have been removed; switch reminders on for it anew.',
  },
  too_many_subscriptions: {
    status: 409,
    title: 'The account has as many subscribed devices as there can be',
    fix: 'Switch reminders off on another device: DELETE /api/v1/push/subscriptions/{id}.',
  },
  push_failed: {
    status: 502,
    title: 'The push service did not take the message',
    fix: 'Try again in a moment; if it stays, switch reminders off and on again on this device.',
  },
  invitation_not_found: {
    status: 404,
    title: 'The invitation is not valid',
    fix: 'Each works once and for some days; ask for a new one.',
  },
  entry_not_found: {
    status: 404,
    title: 'There is no such entry in the history',
    fix: 'Take its id from a history; entries are kept for a time only.',
  },
  history_too_short: {
    status: 410,
    title: 'The history does not reach back that far',
    fix: 'Ask for a later moment: history is kept for a time, and is told to members from when they came.',
  },
  method_not_allowed: {
    status: 405,
    title: 'This address does not know that method',
    fix: 'Use one of the methods in the Allow header.',
  },
  upgrade_required: {
    status: 426,
    title: 'This address is for WebSockets',
    fix: 'See docs/sync.md; without a socket, GET /api/v1/changes tells the same.',
  },
  // A command that the state refuses
  finished_at_wrong: {
    status: 409,
    title: 'It can not have been finished then',
    fix: 'Finish it first, or say a moment between those.',
  },
  start_after_due: {
    status: 422,
    title: clientTitles.start_after_due,
    fix: 'Give a "start" that is not after "due", or one of the two alone: the other one is taken along.',
  },
  repeat_needs_due: {
    status: 409,
    title: clientTitles.repeat_needs_due,
    fix: 'Give "due" as well, or "repeat": null.',
  },
  repeat_moves: {
    status: 409,
    title: 'A todo that repeats can not be moved and finished at once',
    fix: 'Send two changes, one after the other.',
  },
  no_next: { status: 409, title: 'No other one follows the todo', fix: 'Give it a "repeat" rule first.' },
  undo_conflict: {
    status: 409,
    title: 'Something has changed since',
    fix: 'Look at "conflicts"; with force=true the undo overwrites what is in the way.',
  },
  not_undoable: {
    status: 409,
    title: 'This is not undone here',
    fix: 'Invite, change or remove the member by the operations of the list.',
  },
  owner_stays: {
    status: 409,
    title: 'A list has an owner at all times',
    fix: 'Transfer the list to another member first.',
  },
  default_list_stays: {
    status: 409,
    title: 'The default list stays with its account',
    fix: 'Share it, or move its todos to another list.',
  },
  too_many_members: {
    status: 409,
    title: 'There are too many members or invitations',
    fix: 'Remove those that are not needed.',
  },
  too_many_keys: {
    status: 409,
    title: 'There are too many tokens',
    fix: 'Take back those that are not needed.',
  },
  account_name_taken: { status: 409, title: 'An account of this name exists', fix: 'Choose another name.' },
  account_name_mixed: {
    status: 409,
    title: 'The name mixes scripts',
    fix: 'Write it in one script.',
  },
  account_name_alike: {
    status: 409,
    title: 'The name looks like that of another account',
    fix: 'Choose another name.',
  },
  identity_taken: {
    status: 409,
    title: 'This identity is linked to another account',
    fix: 'Unlink it there first, or sign in as another one at the provider.',
  },
  last_way_in: {
    status: 409,
    title: 'The account has no other way to sign in',
    fix: 'Have a password first; an administrator can set one.',
  },
  last_administrator: {
    status: 409,
    title: 'This is the only administrator',
    fix: 'Make another account an administrator first.',
  },
  local_mode: {
    status: 409,
    title: 'This server has no accounts',
    fix: 'Run aiotodo account add NAME on its database, or start it with --accounts.',
  },
  too_many_filters: {
    status: 409,
    title: 'There are too many filters',
    fix: 'Delete filters that are not needed.',
  },
  too_many_views: {
    status: 409,
    title: 'There are too many views',
    fix: 'Change one that is there; GET /api/v1/views shows them.',
  },
  atomic_refused: {
    status: 409,
    title: 'Another command of this atomic batch was refused',
    fix: 'Correct the command that was refused; none of the batch was carried out.',
  },
  refused_before: {
    status: 409,
    title: 'It was refused before, and later commands were accepted since',
    fix: 'Make it again, under a new id, if it is still wanted.',
  },
  history_too_long: {
    status: 422,
    title: 'Too much has changed since then',
    fix: 'Ask for a later moment.',
  },
  key_reused: {
    status: 422,
    title: 'This Idempotency-Key was used for another command',
    fix: 'Make a new key for each command; repeat a key only with the same command.',
  },
  second_factor_set: { status: 409, title: 'There is a second factor already', fix: 'Remove it first.' },
  // A server that can't
  internal: {
    status: 500,
    title: 'The server made a mistake',
    fix: 'Try again; if it stays, report it with the log line of this request.',
  },
  behind_a_fault: {
    status: 503,
    title: 'The server failed at a command before this one',
    fix: 'Nothing behind that one was carried out: send it and those behind it again, in their order.',
  },
  overloaded: {
    status: 503,
    title: 'Too many changes are waiting',
    fix: 'Try again after the time in Retry-After.',
  },
  codes_sealed: {
    status: 503,
    title: 'The server lacks the key of its one-time codes',
    fix: 'Use a recovery code or a passkey, or ask an administrator to reset the factors; whoever runs the server gives it the key again (docs/operating.md).',
  },
  provider_away: {
    status: 503,
    title: 'The sign-in provider can not be reached',
    fix: 'Try again in a moment; a password works meanwhile.',
  },
  query_too_slow: {
    status: 503,
    title: 'The search takes too long',
    fix: 'Ask for less: one list, a rarer word, a due date; or try again when the server has less to do.',
  },
  // A database that can not be used
  database_away: {
    status: 503,
    title: 'The database can not be reached',
    fix: 'Try again after the time in Retry-After; with the same Idempotency-Key the change acts once.',
  },
  database_unusable: {
    status: 503,
    title: 'The database is damaged, or can not be used as it is',
    fix: 'Try again after the time in Retry-After. The log of the server says what is wrong: whoever runs it looks with aiotodo doctor, or restores a backup.',
  },
  storage_full: {
    status: 507,
    title: 'The disk is full',
    fix: 'Free space on the disk of the database; nothing was changed, and reading goes on.',
  },
  stopping: { status: 503, title: 'The server is stopping', fix: 'Try again after the time in Retry-After.' },
  // Why a command, or the start of the server, fails: no request meets these
  bad_argument: { title: 'An argument is not right', fix: 'See aiotodo --help, and --help of the command.' },
  port_in_use: {
    title: 'The port is in use',
    fix: 'Stop the other program, or choose another port with -P (0 picks a free one).',
  },
  host_unusable: {
    title: 'The server can not listen on this host',
    fix: "Use 127.0.0.1, or the address of one of this computer's networks.",
  },
  host_not_loopback: {
    title: 'Without accounts only this computer may reach the server',
    fix: 'Make an account with aiotodo account add NAME, or start with --accounts; or use -H 127.0.0.1; to let in everyone who can reach the address, add --insecure-no-accounts.',
  },
  data_not_writable: {
    title: 'The data folder can not be written',
    fix: 'Choose another with --data, or give this user the right to write there.',
  },
  database_unreachable: {
    title: 'The database can not be opened',
    fix: 'Check --database (or DATABASE_URL), that the database runs, and its user and password.',
  },
  no_database: {
    title: 'There is no database',
    fix: 'Check --data or --database; "aiotodo serve" makes one there.',
  },
  bad_backup: {
    title: 'The backup can not be used',
    fix: 'Choose another one; nothing was changed.',
  },
  backup_place: {
    title: 'The place of the backups can not be used',
    fix: 'Check the path, or the bucket, its endpoint and its keys; nothing was changed.',
  },
  database_in_use: {
    title: 'A server runs on the database',
    fix: 'Stop it, and try again; nothing was changed.',
  },
  database_damaged: {
    title: 'The database file is damaged',
    fix: 'Run "aiotodo doctor" on it: it says what is damaged, and how to go on.',
  },
  not_a_database: {
    title: 'The file is no database of aiotodo',
    fix: 'Check --data or --database. If it was one, it was written over: "aiotodo doctor" says how to go on.',
  },
  foreign_tables: {
    title: 'The database has tables of another program in the way',
    fix: 'Name an empty database, or give this one a schema of its own: "…?options=-csearch_path=aiotodo" behind the address, after CREATE SCHEMA aiotodo.',
  },
  database_locked: {
    title: 'Another program keeps the database file to itself',
    fix: 'End that program, or wait until it is done, and try again.',
  },
  database_file_unusable: {
    title: 'The database file can not be used',
    fix: 'Look at the disk and the mount that it is on; "aiotodo doctor" says whether the file is whole.',
  },
  database_newer: {
    title: 'The database was made by a newer aiotodo',
    fix: 'Start the version that the other servers run, or a newer one; or stop them all and restore a backup from before the upgrade.',
  },
  database_grant: {
    title: 'The database role may not create tables',
    fix: 'As a superuser, in that database, run the GRANT shown, and start again.',
  },
  database_unsafe: {
    title: 'The database does not keep what it was told',
    fix: "Put the data folder on a local disk that supports SQLite's WAL.",
  },
  file_not_written: {
    title: 'The file can not be written',
    fix: 'Choose another place, or free space there; a file of this name that was there is as it was.',
  },
  disk_full: {
    title: 'The disk is full',
    fix: 'Free space there, or choose another place; what was there is as it was.',
  },
  output_not_written: {
    title: 'Standard output can not be written to',
    fix: 'Free space where it goes, or write to another place.',
  },
  answer_cut: {
    title: 'The answer ended before it was whole',
    fix: 'Try again; if it stays, the log of the server says why it ends ("an answer was cut").',
  },
  not_confirmed: { title: 'Nothing was dropped', fix: 'Answer yes, or give --yes.' },
} as const satisfies Record<string, ErrorRow>

export type ErrorCode = keyof typeof errorTable

export const rowOf = (code: ErrorCode): ErrorRow => errorTable[code]

/** The HTTP status; 500 for codes that no request meets. */
export const statusOf = (code: ErrorCode): number => rowOf(code).status ?? 500
