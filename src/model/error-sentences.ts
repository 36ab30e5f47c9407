/**
 * Says what exactly happened and what was expected, in English: the `detail` of a problem, made from its code and
 * parameters.
 */
import type { ErrorParams, NotAllowed } from './error-params.ts'
import { importSentences } from './import-texts.ts'
import { sentenceFor, type Sentences } from './sentences.ts'

const quoted = (text: string): string => JSON.stringify(text)
const joined = (texts: readonly string[]): string => texts.join(' or ')
const begun = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1)

export const errorSentences: Sentences<ErrorParams> = {
  not_allowed: (params) => notAllowed(params),
  name_taken: ({ name, list }) =>
    list === undefined
      ? `The list has a todo named ${quoted(name)} already; expected a name that is not in use.`
      : `"${list}" has a todo named ${quoted(name)} already.`,
  names_repeat: ({ names, more, most }) =>
    most === undefined
      ? `More than one open todo is named ${names.map(quoted).join(', ')}${more > 0 ? `, and so with ${more} more names` : ''}; expected each name once.`
      : `The list has more than ${most} todos; names can be made unique in lists of up to as many.`,
  id_taken: ({ list }) => `The todo of this id is in list ${list}; expected that list, or none.`,
  list_not_found: ({ list }) => `There is no list ${list}.`,
  list_in_trash: ({ list }) => `"${list}" is in the trash.`,
  too_deep: ({ most }) => `Todos nest at most ${most} deep.`,
  subtree_too_large: ({ most }) => `It has more than ${most} subtodos.`,
  too_many_lists: ({ most }) => `There are ${most} lists; that is as many as an account can have.`,
  too_many_members: ({ most }) => `It has ${most} members; that is as many as a list can have.`,
  query_too_slow: ({ indexed }) =>
    `The index of search is being made, and has ${indexed} % of what is to be searched; try again when it has more.`,
  too_many_keys: () => 'The account is linked to as many identities as it may.',
  version_mismatch: ({ version }) =>
    version === null ? 'It does not exist.' : `It is at version ${version} now.`,
  no_next: ({ why }) =>
    ({
      last: 'It is the last one of its series.',
      finished: 'It is finished.',
      does_not_repeat: 'It does not repeat.',
    })[why],
  finished_at_wrong: ({ why, from = '', to = '' }) =>
    why === 'open'
      ? 'It is not finished; expected a todo that is, or "finished": true.'
      : `Expected a moment from ${from} to ${to}.`,
  undo_conflict: ({ kind, id, field, more }) =>
    `In the way: ${field ? `"${field}" of ` : ''}${kind} ${id}${more > 0 ? ` and ${more} more` : ''}.`,
  deletions_spent: ({ most, spent, more }) =>
    `The token may delete ${most} things in an hour; ${spent} of them are spent, and this would be ${more} more.`,
  account_name_mixed: ({ name }) =>
    `"${name}" has letters of scripts that are not written together; expected those of one, or of Chinese, Japanese or Korean with Latin ones.`,
  account_name_alike: ({ name }) =>
    `"${name}" looks like the name of another account; expected one that can be told from it.`,
  last_way_in: () => 'The account has no password: set one first.',
  host_not_local: ({ host }) => `The request is for host "${host}"; expected localhost, 127.0.0.1 or [::1].`,
  forwarded: ({ header, proxy }) =>
    `The request has "${header}", so a proxy${proxy && ` at ${proxy}`} handed it on, and who is behind it could be anyone. Without accounts only this computer is answered: make some (aiotodo account add NAME), or, where nobody else reaches the proxy, name it by --trust-proxy${proxy && ` ${proxy}`}.`,
  origin_not_allowed: ({ origin, expected }) =>
    expected === null
      ? 'A handshake with a session has an Origin.'
      : `The request comes from ${origin ?? 'another site'}; expected ${expected}.`,
  bad_json: ({ why, message = '' }) =>
    ({
      not_utf8: 'The body is not valid UTF-8; expected JSON in UTF-8.',
      empty: 'The body is empty; expected JSON.',
      syntax: `The body is not JSON: ${message}.`,
      cut_off: 'The body ended before it was whole.',
    })[why],
  bad_request: ({ why, most = 0 }) =>
    ({
      frame_not_text: 'Frames are text.',
      no_hello: 'Expected a hello first.',
      hello_twice: 'Hello was said already.',
      id_not_uuid: 'The id in the address is not a UUID; expected one, best of version 7.',
      too_nested: `The body nests deeper than ${most} levels.`,
    })[why],
  body_too_slow: ({ bytes, seconds, least }) =>
    `Of the body less than ${bytes} bytes came in ${seconds} s; expected ${least} in a second or more.`,
  uri_too_long: ({ most }) => `The address has over ${most} characters; expected at most that.`,
  unsupported_media: ({ why, given }) =>
    ({
      encoding: `The body has the Content-Encoding ${quoted(given)}; expected none.`,
      charset: `The body says that it is in ${quoted(given)}; expected UTF-8.`,
      patch:
        'The body is a JSON Patch; expected an object with the fields that change (as JSON Merge Patch has it).',
    })[why],
  body_too_large: ({ most }) => `The body is over ${most} bytes; expected at most that.`,
  upgrade_required: ({ why, protocol = '' }) =>
    ({
      no_handshake: 'The request is not a WebSocket handshake.',
      no_sockets: 'The server that this application is mounted in does not hand on sockets.',
      protocol: `Expected a WebSocket handshake with Sec-WebSocket-Protocol: ${protocol}.`,
    })[why],
  too_many_requests: ({ why, most = 0 }) =>
    ({
      signing_in: 'Too many are signing in.',
      sockets: 'The account has too many sockets.',
      waiting: 'The account has too many requests that wait for changes.',
      exports: `The account has ${most} exports running; expected at most that.`,
      requests: `An account may send ${most} requests in a second.`,
    })[why],
  bad_import: ({ at, problem, given }) => importProblem(at, problem, given),
  import_too_large: ({ what, most, count = 0, at = '' }) =>
    ({
      bytes: `It is over ${most} bytes; expected at most that.`,
      unpacked: `Unpacked it is over ${most} times as large; expected less.`,
      files: `The zip has over ${most} files; expected at most that.`,
      records: `${at} is beyond ${most} records; expected at most that.`,
      into_lists: `${count} new todos are for lists that are there; expected at most ${most} at once.`,
    })[what],
}

function notAllowed(params: NotAllowed): string {
  switch (params.why) {
    case 'scope': {
      const expected = params.expected.map((kind) => (kind === 'session' ? 'a session' : `"${kind}"`))
      return `The token's scope is "${params.scope}"; expected ${joined(expected)}.`
    }
    case 'role':
      return `You are ${params.role === 'viewer' ? 'a' : 'an'} ${params.role} of this list; expected ${joined(params.expected)}.`
    case 'administrators':
      return 'This is for administrators.'
    case 'chosen_lists':
      return 'The token is for chosen lists only.'
    case 'name_a_list':
      return 'The token is for chosen lists only; name one with "list".'
    case 'session':
      return 'This is done by a session, not by a token.'
  }
}

/** Says for instance "Line 5: has 3 cells; expected 2.", or "The file is empty." */
function importProblem(at: string, problem: ErrorParams['bad_import']['problem'], given: object): string {
  const colon = ofWhole.has(problem) ? '' : ':'
  return `${begun(at)}${colon} ${sentenceFor(importSentences, problem, given)}.`
}

const ofWhole: ReadonlySet<string> = new Set(['empty', 'nothing_in_it', 'cut_off'])
