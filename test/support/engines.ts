/** Registers a suite once for each engine: what holds on SQLite must hold on PostgreSQL, and in memory. */
import { afterAll, beforeAll, describe } from 'bun:test'
import type { App } from '../../src/app.ts'
import type { DatabaseName } from '../../src/storage/database-name.ts'
import { createApp } from './app.ts'
import { freshDatabase } from './postgres.ts'
import { tempFolder } from './server.ts'

export const engines = ['sqlite', 'memory', 'postgres'] as const
export type Engine = (typeof engines)[number]

export interface Client {
  app: App
  database: DatabaseName
  /** Sends a request to the application in this process; bodies are sent as JSON unless they are text or bytes. */
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>
  /** The same, answering the JSON of the body. */
  json(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<any>
  /**
   * The same for what must be done before a test can go on; undefined where there is no body.
   * @throws Error at a refusal, with its text
   */
  done(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<any>
}

/** A new, empty database. */
export async function newDatabase(engine: Engine): Promise<{ name: DatabaseName; drop(): Promise<void> }> {
  if (engine === 'memory') return { name: { engine: 'sqlite', path: undefined }, drop: async () => {} }
  if (engine === 'sqlite') {
    const folder = tempFolder()
    return {
      name: { engine: 'sqlite', path: `${folder.path}/aiotodo.sqlite` },
      drop: async () => folder[Symbol.dispose](),
    }
  }
  const database = await freshDatabase()
  return { name: { engine: 'postgres', url: database.url }, drop: database.drop }
}

export function clientOf(app: App, database: DatabaseName): Client {
  const send = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const raw = body === undefined || typeof body === 'string' || body instanceof Uint8Array
    const init = body === undefined ? {} : { body: (raw ? body : JSON.stringify(body)) as string }
    return app.fetch(
      new Request(`http://localhost${path}`, { method, headers: { host: 'localhost', ...headers }, ...init }),
    )
  }
  return {
    app,
    database,
    send,
    json: async (...args) => (await send(...args)).json(),
    async done(method, path, ...rest) {
      const response = await send(method, path, ...rest)
      const text = await response.text()
      if (!response.ok) throw new Error(`${method} ${path} was refused with ${response.status}: ${text}`)
      return text === '' ? undefined : JSON.parse(text)
    },
  }
}

/** @param suite - is given a function that answers the client; there is one only while tests run */
export function onEachEngine(title: string, suite: (client: () => Client, engine: Engine) => void): void {
  for (const engine of engines) {
    describe(`${title} (${engine})`, () => {
      let client: Client
      let drop: () => Promise<void>
      beforeAll(async () => {
        const database = await newDatabase(engine)
        drop = database.drop
        client = clientOf(await createApp({ database: database.name }), database.name)
      })
      afterAll(async () => {
        await client.app.close()
        await drop()
      })
      suite(() => client, engine)
    })
  }
}
