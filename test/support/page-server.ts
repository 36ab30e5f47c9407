/** The server of a file of page tests: one process in memory, for all tests of the file. */
import { afterAll } from 'bun:test'
import { createClient } from '../../src/client/client.ts'
import { startServer } from './server.ts'

export interface PageServer {
  url: string
  port: number
  /** Asks it as a program does. */
  client: ReturnType<typeof createClient>
}

/** To be awaited at the top of the file; it ends with the last test. */
export async function servePages(args: readonly string[] = []): Promise<PageServer> {
  const server = await startServer({ args: ['--database', 'memory:', ...args] })
  afterAll(() => server[Symbol.asyncDispose]())
  return { url: server.url, port: server.port, client: createClient(server.url) }
}
