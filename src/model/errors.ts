interface ErrorRow {
  status?: number | undefined
  title: string
  fix: string
}

/**
 * The one table of what can go wrong: for each code the HTTP status, what happened, and what to do about it. What was
 * expected stands in the `detail` of the one error, next to the field it is about.
 */
export const errors = {
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
  body_too_large: { status: 413, title: 'The body is too large', fix: 'Send less at a time.' },
  // A request that isn't let in
  host_not_local: {
    status: 403,
    title: 'This server answers this computer only',
    fix: 'Use http://localhost or http://127.0.0.1, with the port the server printed.',
  },
  origin_not_allowed: {
    status: 403,
    title: 'Another web site may not change todos here',
    fix: 'Send the request from a page of this server, or from a program that sends no Origin.',
  },
  // A thing that isn't there
  not_found: {
    status: 404,
    title: 'There is nothing at this address',
    fix: 'See /api/v1/openapi.json for the addresses there are.',
  },
  todo_not_found: {
    status: 404,
    title: 'Todo not found',
    fix: 'Check its id; a todo in the trash can be restored.',
  },
  list_not_found: {
    status: 404,
    title: 'List not found',
    fix: 'Check its id; GET /api/v1/lists shows those there are.',
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
  name_taken: {
    status: 409,
    title: 'A todo of this name exists in the list',
    fix: 'Choose another name: names are unique in this list.',
  },
  id_taken: {
    status: 409,
    title: 'This id is in use',
    fix: 'Make a new UUID, or PUT to replace the todo that has it.',
  },
  todo_in_trash: { status: 409, title: 'The todo is in the trash', fix: 'Restore it first.' },
  list_in_trash: { status: 409, title: 'The list is in the trash', fix: 'Restore it first.' },
  default_list: {
    status: 409,
    title: 'The default list can not be deleted',
    fix: 'Delete its todos instead.',
  },
  parent_not_found: {
    status: 409,
    title: 'The parent is not a todo of this list',
    fix: 'Choose a parent that is in the same list and not in the trash.',
  },
  parent_cycle: {
    status: 409,
    title: 'A todo can not be below itself',
    fix: 'Choose a parent that is not one of its own subtodos.',
  },
  too_deep: { status: 409, title: 'Subtodos would nest too deep', fix: 'Choose a parent higher up.' },
  subtree_too_large: {
    status: 409,
    title: 'The todo has too many subtodos to do this at once',
    fix: 'Delete or restore the subtodos in parts.',
  },
  list_full: { status: 409, title: 'The list has used up its numbers', fix: 'Go on in a new list.' },
  too_many_lists: {
    status: 409,
    title: 'There are too many lists',
    fix: 'Delete lists that are not needed.',
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
  version_mismatch: {
    status: 412,
    title: 'It has changed since you read it',
    fix: 'Look at "current", and send the change again with its ETag.',
  },
  key_reused: {
    status: 422,
    title: 'This Idempotency-Key was used for another command',
    fix: 'Make a new key for each command; repeat a key only with the same command.',
  },
  // A server that can't
  internal: {
    status: 500,
    title: 'The server made a mistake',
    fix: 'Try again; if it stays, report it with the log line of this request.',
  },
  overloaded: {
    status: 503,
    title: 'Too many changes are waiting',
    fix: 'Try again after the time in Retry-After.',
  },
  database_away: {
    status: 503,
    title: 'The database can not be reached',
    fix: 'Try again after the time in Retry-After; with the same Idempotency-Key the change acts once.',
  },
  stopping: { status: 503, title: 'The server is stopping', fix: 'Try again after the time in Retry-After.' },
  storage_full: {
    status: 507,
    title: 'The disk is full',
    fix: 'Free space on the disk of the database; nothing was changed, and reading goes on.',
  },
  // What a client finds by itself
  not_connected: {
    title: 'Nothing is known of the server yet',
    fix: 'Connect once; after that changes can be made offline as well.',
  },
  no_answer: {
    title: 'The server does not answer',
    fix: 'Check its address, that it runs, and the network; then try again.',
  },
} as const satisfies Record<string, ErrorRow>

/** The same for a start that fails (the command line, exit code 1). Apart, as programs need not carry them. */
const startErrors = {
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
    fix: 'Use -H 127.0.0.1; to let in everyone who can reach the address, add --insecure-no-accounts.',
  },
  data_not_writable: {
    title: 'The data folder can not be written',
    fix: 'Choose another with --data, or give this user the right to write there.',
  },
  database_unreachable: {
    title: 'The database can not be opened',
    fix: 'Check --database (or DATABASE_URL), that the database runs, and its user and password.',
  },
  database_newer: {
    title: 'The database was made by a newer aiotodo',
    fix: 'Start the newer version, or restore a backup from before the upgrade.',
  },
  database_grant: {
    title: 'The database role may not create tables',
    fix: 'As a superuser, in that database, run the GRANT shown, and start again.',
  },
  database_unsafe: {
    title: 'The database does not keep what it was told',
    fix: "Put the data folder on a local disk that supports SQLite's WAL.",
  },
  not_confirmed: { title: 'Nothing was dropped', fix: 'Answer yes, or give --yes.' },
} as const satisfies Record<string, ErrorRow>

export type ErrorCode = keyof typeof errors | keyof typeof startErrors

const requestRow = (code: ErrorCode): ErrorRow | undefined => errors[code as keyof typeof errors]

export const rowOf = (code: ErrorCode): ErrorRow =>
  requestRow(code) ?? startErrors[code as keyof typeof startErrors]

/** One field that is wrong: a JSON pointer (RFC 6901) into the body, or the name of a query parameter or header. */
export interface FieldError {
  pointer?: string
  parameter?: string
  header?: string
  detail: string
}

export interface ErrorDetails {
  /** What exactly happened and what was expected, as a sentence. */
  detail?: string
  errors?: FieldError[]
  /** The present state, where the one who asked acted on an older one. */
  current?: unknown
  cause?: unknown
}

/** An expected failure. Anything else that is thrown is a fault of the program. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly details: ErrorDetails

  constructor(code: ErrorCode, details: ErrorDetails = {}) {
    super(details.detail ?? requestRow(code)?.title, { cause: details.cause })
    this.name = 'AppError'
    this.code = code
    this.details = details
  }

  get status(): number {
    return statusOf(this.code)
  }
}

/** The HTTP status; 500 for codes of the command line, which no request meets. */
export function statusOf(code: ErrorCode): number {
  return requestRow(code)?.status ?? 500
}

/** An error as people and programs are told of it (RFC 9457). */
export interface Problem {
  type: string
  title: string
  status: number
  code: ErrorCode
  detail?: string
  fix: string
  errors?: FieldError[]
  current?: unknown
}

export function problemOf({ code, status, details }: AppError): Problem {
  const { title, fix } = rowOf(code)
  const { detail, errors: fields, current } = details
  return {
    type: `urn:aiotodo:error:${code}`,
    title,
    status,
    code,
    ...(detail && { detail }),
    fix,
    ...(fields && { errors: fields }),
    ...(current !== undefined && { current }),
  }
}
