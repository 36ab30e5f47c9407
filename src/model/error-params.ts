/**
 * Names what is known of the one case of an error, by its code. The sentence is made from these, in English by
 * `error-sentences.ts`, in other languages by the page. A code that is not here has nothing to add to its title.
 */
import type { ImportProblems } from './import-texts.ts'

export interface ErrorParams {
  not_allowed: NotAllowed
  /** `list` is there where it is another one than that of the request. */
  name_taken: { name: string; list?: string }
  /** These are names that open todos share, and how many more; `most` is there where the list has more todos. */
  names_repeat: { names: readonly string[]; more: number; most?: number }
  /** `list` is the one that the todo of this id is in. */
  id_taken: { list: string }
  list_not_found: { list: string }
  list_in_trash: { list: string }
  too_deep: { most: number }
  subtree_too_large: { most: number }
  too_many_lists: { most: number }
  too_many_members: { most: number }
  too_many_keys: { what: 'identities' }
  /** It is null where there is none. */
  version_mismatch: { version: number | null }
  no_next: { why: 'last' | 'finished' | 'does_not_repeat' }
  /** `from` and `to` are there where it is finished, and can not have been then. */
  finished_at_wrong: { why: 'open' | 'range'; from?: string; to?: string }
  /** These are the first thing that is in the way, and how many more there are. */
  undo_conflict: { kind: 'todo' | 'list'; id: string; field?: string; more: number }
  deletions_spent: { most: number; spent: number; more: number }
  account_name_mixed: { name: string }
  account_name_alike: { name: string }
  last_way_in: { why: 'no_password' }
  host_not_local: { host: string }
  /** `header` is the one that says so; `proxy` is empty where its address is not known. */
  forwarded: { header: string; proxy: string }
  /** `origin` is null where only another site is known, and both are where a handshake has none. */
  origin_not_allowed: { origin: string | null; expected: string | null }
  bad_json: { why: 'not_utf8' | 'empty' | 'syntax' | 'cut_off'; message?: string }
  bad_request: { why: BadRequest; most?: number }
  /** `indexed` is the part, in hundredths, that the index of search has; it is there while the index is made. */
  query_too_slow: { indexed: number }
  body_too_slow: { bytes: number; seconds: number; least: number }
  uri_too_long: { most: number }
  /** `given` is the header's value, or what of it is not read. */
  unsupported_media: { why: 'encoding' | 'charset' | 'patch'; given: string }
  body_too_large: { most: number }
  upgrade_required: { why: 'no_handshake' | 'no_sockets' | 'protocol'; protocol?: string }
  too_many_requests: { why: 'signing_in' | 'sockets' | 'waiting' | 'exports' | 'requests'; most?: number }
  /** `at` is a place such as `line 5` or `/projects/2`; `given` is what the sentence of the problem needs. */
  bad_import: { at: string; problem: keyof ImportProblems; given: object }
  import_too_large: {
    what: 'bytes' | 'unpacked' | 'files' | 'records' | 'into_lists'
    most: number
    count?: number
    at?: string
  }
}

export type NotAllowed =
  | { why: 'scope'; scope: string; expected: readonly string[] }
  | { why: 'role'; role: string; expected: readonly string[] }
  | { why: 'administrators' | 'chosen_lists' | 'name_a_list' | 'session' }

/** These are wrong as a whole; of a request with a wrong field, `errors` tell. */
export type BadRequest = 'frame_not_text' | 'no_hello' | 'hello_twice' | 'id_not_uuid' | 'too_nested'
