/** Databases with accounts in them, made without a server. */
import { createApp, type App } from '../src/app.ts'
import { onBehalfOf } from '../src/core/access/actor.ts'
import { skipIndex } from './skip-index.ts'

interface Filling {
  /** None: local mode, in which there is but one and no key. */
  accounts: number
  /** Of each account. */
  lists: number
  /** Of each account's default list. */
  todos: number
  /** For so many of the accounts a token is made. */
  keys: number
}

/** Answers the tokens. */
export async function fillAccounts(
  path: string,
  { accounts, lists, todos, keys }: Filling,
): Promise<string[]> {
  const app = await createApp({ database: { engine: 'sqlite', path } })
  const made: string[] = []
  const all = accounts === 0 ? [app.account] : await addAccounts(app, accounts)
  for (const [index, account] of all.entries()) {
    await app.committer.commit(account, [
      ...createTodos(account.defaultList, todos),
      ...createLists(lists - 1),
    ])
    if (index < keys) made.push(await addToken(app, account.id))
  }
  await app.close()
  skipIndex(path)
  return made
}

/** The first one takes over what local mode had. */
async function addAccounts(app: App, count: number) {
  const owner = await app.accounts.add({ name: 'account0', password: 'seven pink horses' })
  const others = await app.store.access.inTurn(async (tables) => {
    const made = []
    for (let index = 1; index < count; index++)
      made.push(
        await tables.addAccount({ name: `account${index}`, password: null, isAdmin: false }, Date.now()),
      )
    return made
  })
  return [owner, ...others]
}

const createTodos = (list: string, count: number) =>
  Array.from({ length: count }, (_, index) => ({
    type: 'createTodo' as const,
    id: Bun.randomUUIDv7(),
    todo: { id: Bun.randomUUIDv7(), list, name: `todo number ${index}` },
  }))

const createLists = (count: number) =>
  Array.from({ length: count }, () => ({
    type: 'createList' as const,
    id: Bun.randomUUIDv7(),
    list: { id: Bun.randomUUIDv7(), name: 'A list' },
  }))

async function addToken(app: App, account: string): Promise<string> {
  const token = { name: 'x', scope: 'write', lists: null, deletionsPerHour: null, expiresAt: null } as const
  return (await app.keys.addToken(account, token, onBehalfOf({ account, address: '' }))).key
}
