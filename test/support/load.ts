/** Clients that write as fast as they can, keep a ledger of what they were told, and never give up on a command. */

export interface Ledger {
  /** Acknowledged: command key → the todo's id and name. */
  created: Map<string, { id: string; name: string }>
  /** Todos whose finishing was acknowledged. */
  finished: Set<string>
  /** Answers that are no answer to a command sent again until it acts: anything but 2xx and 503. */
  unexpected: string[]
}

export const newLedger = (): Ledger => ({ created: new Map(), finished: new Set(), unexpected: [] })

interface Writers {
  /** Lets every command that was begun come to its end. */
  finish(): Promise<void>
}

/**
 * Starts `count` clients that each create a todo, finish it, and go on.
 * @param url - where the server is now; undefined while there is none
 */
export function startWriters(count: number, url: () => string | undefined, ledger: Ledger): Writers {
  let stopping = false
  const client = async () => {
    while (!stopping) {
      const [key, name] = [Bun.randomUUIDv7(), Bun.randomUUIDv7()]
      const todo = (await insist(url, 'POST', '/api/v1/todos', { name }, key, ledger)) as
        | { id: string }
        | undefined
      if (!todo) continue
      ledger.created.set(key, { id: todo.id, name })
      const done = await insist(
        url,
        'PATCH',
        `/api/v1/todos/${todo.id}`,
        { finished: true },
        Bun.randomUUIDv7(),
        ledger,
      )
      if (done) ledger.finished.add(todo.id)
    }
  }
  const clients = Array.from({ length: count }, client)
  return {
    async finish() {
      stopping = true
      await Promise.all(clients)
    },
  }
}

/** Sends a command under its key until it is answered for good. */
async function insist(
  url: () => string | undefined,
  method: string,
  path: string,
  body: object,
  key: string,
  ledger: Ledger,
): Promise<unknown> {
  const deadline = performance.now() + 4 * 60_000
  while (performance.now() < deadline) {
    const base = url()
    try {
      if (!base) throw new Error('no server')
      const init = {
        method,
        body: JSON.stringify(body),
        headers: { 'idempotency-key': key },
        signal: AbortSignal.timeout(30_000),
      }
      const response = await fetch(base + path, init)
      if (response.ok) return await response.json()
      if (response.status !== 503) {
        ledger.unexpected.push(`${method} ${path}: ${response.status} ${await response.text()}`)
        return undefined
      }
    } catch {
      // The connection broke: the command's fate is unknown, so it is sent again.
    }
    await Bun.sleep(5 + Math.random() * 10)
  }
  ledger.unexpected.push(`${method} ${path}: no answer in four minutes`)
  return undefined
}

/** What is wrong between the ledger and the server's state; empty when every promise was kept. */
export async function brokenPromises(url: string, ledger: Ledger): Promise<string[]> {
  const todos = await allTodos(url)
  const byName = Map.groupBy(todos, (todo) => todo.name)
  const broken = [...ledger.unexpected]
  for (const [name, same] of byName) if (same.length > 1) broken.push(`${name} acted ${same.length} times`)
  for (const { id, name } of ledger.created.values()) {
    const todo = byName.get(name)?.[0]
    if (!todo) broken.push(`${name} was acknowledged and is lost`)
    else if (todo.id !== id) broken.push(`${name} has another id than was acknowledged`)
    else if (ledger.finished.has(id) && !todo.finished)
      broken.push(`finishing ${name} was acknowledged and is lost`)
  }
  const numbers = new Set(todos.map((todo) => todo.number))
  if (numbers.size < todos.length) broken.push('a number was given twice')
  return broken
}

interface Todo {
  id: string
  name: string
  number: number
  finished: boolean
}

export async function allTodos(url: string): Promise<Todo[]> {
  const todos: Todo[] = []
  for (let path: string | undefined = '/api/v1/todos?limit=1000'; path;) {
    const response: Response = await fetch(url + path)
    todos.push(...((await response.json()) as { items: Todo[] }).items)
    path = /^<(.*)>/.exec(response.headers.get('link') ?? '')?.[1]
  }
  return todos
}
