/** A server with accounts, and people who ask it for things. */
import type { App } from '../../src/app.ts'
import { onBehalfOf, type Actor } from '../../src/core/access/actor.ts'
import type { NewToken } from '../../src/core/access/sign-in.ts'

export const password = 'seven pink horses'

export interface Answer {
  status: number
  headers: Headers
  /** The JSON of the body; undefined without one. */
  body: any
  text: string
}

export interface Person {
  name: string
  id: string
  defaultList: string
  /** What is sent with each request. */
  headers: Record<string, string>
  /** Asks with the session; `/x` is below /api/v1 unless it is another address already. */
  ask(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>
  /** Asks for what must be done before a test can go on; answers the body, and throws at a refusal. */
  done(method: string, path: string, body?: unknown): Promise<any>
  /** Makes a token. */
  token(input?: Partial<NewToken>): Promise<{ id: string; key: string; headers: Record<string, string> }>
  newList(fields?: object): Promise<any>
  newTodo(list: string, fields?: object): Promise<any>
}

/** The program itself, which needs no key, for this account. */
export const by = (account: string | null): Actor => onBehalfOf({ account, address: '192.0.2.1' })

export const bearer = (key: string): Record<string, string> => ({ authorization: `Bearer ${key}` })

export async function ask(
  app: App,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const url = `http://todo.example${/^\/(todos|api|livez|$)/.test(path) ? path.replace(/^\/todos(?=\/[0-9a-f-]{36}|$|\?)/, '/api/v1/todos') : `/api/v1${path}`}`
  const init = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }
  const request = new Request(url, { method, headers: { host: 'todo.example', ...headers }, ...init })
  const response = await app.fetch(request)
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.includes('json')
  return {
    status: response.status,
    headers: response.headers,
    body: isJson && text !== '' ? JSON.parse(text) : undefined,
    text,
  }
}

/** An account of this name, signed in; the first one is an administrator. */
export async function join(app: App, name: string): Promise<Person> {
  const account = await app.accounts.add({ name, password })
  const { key } = await app.keys.open(account.id, 'a test', '192.0.2.1')
  const headers = { cookie: `aiotodo=${key}` }
  const person: Person = {
    name,
    id: account.id,
    defaultList: account.defaultList,
    headers,
    ask: (method, path, body, more) => ask(app, method, path, body, { ...headers, ...more }),
    done: async (method, path, body) => bodyOf(await person.ask(method, path, body)),
    async token(input = {}) {
      const whole = {
        name: 'a token',
        scope: 'write',
        lists: null,
        deletionsPerHour: null,
        expiresAt: null,
        ...input,
      } as const
      const made = await app.keys.addToken(account.id, whole, by(account.id))
      return { id: made.credential.id, key: made.key, headers: bearer(made.key) }
    },
    async newList(fields = {}) {
      return person.done('POST', '/lists', { name: 'A list', ...fields })
    },
    async newTodo(list, fields = {}) {
      return person.done('POST', '/api/v1/todos', { list, name: Bun.randomUUIDv7(), ...fields })
    },
  }
  return person
}

/**
 * Makes someone a member of a list, as people do: invited by name, and accepted.
 * @throws Error at the first refusal, with its text
 */
export async function share(
  owner: Person,
  list: string,
  other: Person,
  role: 'editor' | 'viewer',
): Promise<void> {
  const made = await owner.done('POST', `/lists/${list}/invitations`, { role, name: other.name })
  await other.done('POST', '/invitations/accept', { id: made.id })
}

function bodyOf({ status, body, text }: Answer): any {
  if (status >= 400) throw new Error(`refused with ${status}: ${text}`)
  return body
}
