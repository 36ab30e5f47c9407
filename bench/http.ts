/** The four requests of /todos/, asked of each program in turn. */
import { goals, rows } from './rows.ts'
import { startAiotodo, startBare, startFastify, startTutorial, type Program } from './servers.ts'
import { inTurn, type Settings } from './settings.ts'
import { perSecond, ratio, table } from './table.ts'

const todos = 100
const keys = ['one', 'list', 'add', 'change'] as const

type Rates = Partial<Record<string, number>>

export async function measureHttp(settings: Settings, postgresUrl: string): Promise<string> {
  const { folder, tutorial } = settings
  const programs: Record<string, Program> = {
    sqlite: await startAiotodo(`sqlite:${folder}/http.sqlite`),
    postgres: await startAiotodo(postgresUrl),
    fastify: await startFastify(postgresUrl),
    ...(tutorial && { tutorial: await startTutorial(tutorial, postgresUrl) }),
  }
  for (const { url } of Object.values(programs)) await fill(url)
  const ours = programs['sqlite'] as Program
  const bare = await startBare(`${ours.url}/todos/1`)
  const bareList = await startBare(`${ours.url}/todos/`)
  const results: [(typeof keys)[number], Rates][] = []
  for (const key of keys) {
    const asked = { ...programs, bare: key === 'list' ? bareList : bare }
    const counted = Object.fromEntries(
      Object.entries(asked).map(([name, program]) => [name, { ...program, todos }]),
    )
    results.push([key, await inTurn(counted, rows[key], settings)])
  }
  for (const program of [...Object.values(programs), bare, bareList]) await program.stop()
  return `${sqliteTable(results)}\n\n${postgresTable(results)}`
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

function sqliteTable(results: [(typeof keys)[number], Rates][]): string {
  const lines = results.map(([key, { bare, sqlite, tutorial, fastify }]) => [
    rows[key].name,
    perSecond(bare),
    perSecond(sqlite),
    ratio(sqlite, bare, goals[key].bare),
    ratio(sqlite, tutorial, goals[key].tutorial),
    ratio(sqlite, fastify, goals.fastify),
  ])
  const head = ['', 'L', 'aiotodo', '× L', '× tutorial', '× Fastify + pg']
  return `**SQLite**, answers a second, 64 connections\n\n${table(head, lines)}`
}

function postgresTable(results: [(typeof keys)[number], Rates][]): string {
  const lines = results.map(([key, { postgres, tutorial, fastify }]) => [
    rows[key].name,
    perSecond(postgres),
    perSecond(tutorial),
    ratio(postgres, tutorial, goals.postgres.tutorial),
    perSecond(fastify),
    ratio(postgres, fastify, goals.fastify),
  ])
  const head = ['', 'aiotodo', 'tutorial', '× tutorial', 'Fastify + pg', '× Fastify + pg']
  return `**PostgreSQL 18**, all three programs on the same one\n\n${table(head, lines)}`
}
