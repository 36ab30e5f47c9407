/** Files to import, and servers to import them into. */
import { createApp, type App } from '../../src/app.ts'
import type { ImportReport } from '../../src/model/import.ts'
import type { Todo } from '../../src/model/todo.ts'
import { clientOf, newDatabase, type Client, type Engine } from './engines.ts'

/** A new server in this process, gone with its database at the end of the block. */
export async function newServer(engine: Engine = 'memory'): Promise<Client & AsyncDisposable> {
  const database = await newDatabase(engine)
  const app: App = await createApp({ database: database.name })
  return {
    ...clientOf(app, database.name),
    async [Symbol.asyncDispose]() {
      await app.close()
      await database.drop()
    },
  }
}

type File = string | Uint8Array

export async function importFile(client: Client, file: File, query = ''): Promise<ImportReport> {
  const response = await client.send('POST', `/api/v1/import?${query}`, file)
  const body = (await response.json()) as ImportReport & { detail?: string; code?: string }
  if (!response.ok) throw new Error(`${response.status} ${body.code}: ${body.detail}`)
  return body
}

/** The problem that the import ends with, as `code: detail`. */
export async function refusalOf(client: Client, file: File, query = ''): Promise<string> {
  const response = await client.send('POST', `/api/v1/import?${query}`, file)
  const body = (await response.json()) as { code?: string; detail?: string; title?: string }
  return response.ok ? 'imported' : `${body.code}: ${body.detail ?? body.title}`
}

export async function exportOf(client: Client, format = 'jsonl'): Promise<string> {
  const response = await client.send('GET', `/api/v1/export?format=${format}`)
  const text = await response.text()
  if (!response.ok) throw new Error(`the export was refused with ${response.status}: ${text}`)
  return text
}

/** What the lists are called that are there, each with its todos as `name`, or `name < parent`. */
export async function todosByList(client: Client): Promise<Record<string, Todo[]>> {
  const { items: lists } = await client.done('GET', '/api/v1/lists?limit=1000')
  const all: Record<string, Todo[]> = {}
  for (const list of lists) {
    const { items } = await client.done('GET', `/api/v1/todos?list=${list.id}&limit=1000`)
    all[list.name] = items
  }
  return all
}
