/** The four requests of /todos/, asked of each program in turn. */
import { startBare, startEmbedded, startFastify, startTutorial } from './peer-programs.ts'
import { goals, rows } from './rows.ts'
import { startAiotodo, type Program } from './servers.ts'
import { inTurn, isAsked, type Measured, type Settings } from './settings.ts'
import { perSecond, ratio, table } from './table.ts'

const todos = 100
export const httpParts = ['one', 'list', 'add', 'change'] as const

type Key = (typeof httpParts)[number]
/** Of each program that is there, in each round. */
type Rates = Partial<Record<string, number[]>>

export async function measureHttp(settings: Settings, postgresUrl: string): Promise<string> {
  const programs = await startAll(settings, postgresUrl)
  for (const { url } of Object.values(programs)) await fill(url)
  const ours = programs['sqlite'] as Program
  const bare = await startBare(`${ours.url}/todos/1`)
  const bareList = await startBare(`${ours.url}/todos/`)
  const results: [Key, Rates][] = []
  for (const key of httpParts.filter((each) => isAsked(settings, each))) {
    const asked = { ...programs, bare: key === 'list' ? bareList : bare }
    const counted: [string, Measured][] = Object.entries(asked).map(([name, program]) => [
      name,
      { ...program, todos },
    ])
    results.push([key, await inTurn(Object.fromEntries(counted), rows[key], settings)])
  }
  for (const program of [...Object.values(programs), bare, bareList]) await program.stop()
  return `${sqliteTable(results)}\n\n${postgresTable(results)}`
}

async function startAll(
  { folder, tutorial }: Settings,
  postgresUrl: string,
): Promise<Record<string, Program>> {
  const programs = {
    sqlite: await startAiotodo(`sqlite:${folder}/http.sqlite`),
    embedded: await startEmbedded('better-sqlite3', `${folder}/embedded.sqlite`),
    pouch: await startEmbedded('pouchdb', `${folder}/pouch`),
    postgres: await startAiotodo(postgresUrl),
    fastify: await startFastify(postgresUrl),
    tutorial: tutorial === undefined ? undefined : await startTutorial(tutorial, postgresUrl),
  }
  const isThere = (entry: [string, Program | undefined]): entry is [string, Program] => entry[1] !== undefined
  return Object.fromEntries(Object.entries(programs).filter(isThere))
}

async function fill(url: string): Promise<void> {
  const { length } = (await (await fetch(`${url}/todos/`)).json()) as unknown[]
  const headers = { 'content-type': 'application/json' }
  for (let i = length; i < todos; i++) {
    await fetch(`${url}/todos/`, {
      method: 'POST',
      body: `{"name":"todo number ${i}"}`,
      redirect: 'manual',
      headers,
    })
  }
}

function sqliteTable(results: [Key, Rates][]): string {
  const lines = results.map(([key, { bare, sqlite, embedded, pouch, tutorial, fastify }]) => [
    rows[key].name,
    perSecond(sqlite),
    perSecond(bare),
    ratio(sqlite, bare, goals.sqlite[key].bare),
    perSecond(embedded),
    ratio(sqlite, embedded, goals.embedded),
    perSecond(pouch),
    ratio(sqlite, pouch, goals.embedded),
    ratio(sqlite, tutorial, goals.sqlite[key].tutorial),
    ratio(sqlite, fastify, goals.sqlite[key].fastify),
  ])
  const beside = ['L', '× L', 'better-sqlite3', '× better-sqlite3', 'PouchDB', '× PouchDB']
  const head = ['', 'aiotodo', ...beside, '× tutorial', '× Fastify + pg']
  return `**SQLite**, answers a second, 64 connections\n\n${table(head, lines)}`
}

function postgresTable(results: [Key, Rates][]): string {
  const lines = results.map(([key, { postgres, tutorial, fastify }]) => [
    rows[key].name,
    perSecond(postgres),
    perSecond(tutorial),
    ratio(postgres, tutorial, goals.postgres[key].tutorial),
    perSecond(fastify),
    ratio(postgres, fastify, goals.postgres[key].fastify),
  ])
  const head = ['', 'aiotodo', 'tutorial', '× tutorial', 'Fastify + pg', '× Fastify + pg']
  return `**PostgreSQL 18**, all three programs on the same one\n\n${table(head, lines)}`
}
