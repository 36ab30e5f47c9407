/** The programs beside ours: how each is started. What one needs that npm has is installed into its own folder, on first use. */
import { copyFileSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { start, type Program } from './servers.ts'

const peers = join(import.meta.dir, 'peers')

/** L: its GET answers what this address answers, its POST and PATCH what ours answer. */
export async function startBare(like: string): Promise<Program> {
  const response = await fetch(like)
  const headers = { 'content-type': response.headers.get('content-type') ?? '' }
  const ANSWERS = JSON.stringify({
    GET: { status: response.status, headers, body: await response.text() },
    POST: { status: 303, headers: { location: '/todos/123456' }, body: '' },
    PATCH: { status: 204, headers: {}, body: '' },
  })
  return start(() => [process.execPath, join(peers, 'bare.ts')], { ANSWERS }, '/')
}

/** A program that answers at / and does one thing, told its port by PORT. */
export const startPeer = (command: string, file: string): Promise<Program> =>
  start(() => [command, join(peers, file)], {}, '/')

export const startFastify = (databaseUrl: string): Promise<Program> =>
  start(() => ['node', join(peers, 'fastify-pg.mjs')], { DATABASE_URL: databaseUrl }, '/todos/')

/** Fastify over what keeps todos in a file of its own; nothing where its packages can't be had. */
export async function startEmbedded(
  name: 'better-sqlite3' | 'pouchdb',
  database: string,
): Promise<Program | undefined> {
  const folder = join(peers, name)
  if (!install(folder)) return undefined
  return start(() => ['node', join(folder, 'server.mjs')], { DATABASE: database }, '/todos/')
}

/** Installs the packages of a folder's lock file unless they are there, and says whether they are then. */
function install(folder: string): boolean {
  const lock = join(folder, 'package-lock.json')
  const installed = join(folder, 'node_modules', '.installed-lock.json')
  if (existsSync(installed) && readFileSync(installed).equals(readFileSync(lock))) return true
  console.error(`bench: installing what ${folder} needs …`)
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error']
  const { success } = Bun.spawnSync(['npm', ...args], { cwd: folder, stdio: ['ignore', 2, 2] })
  if (success) copyFileSync(lock, installed)
  else console.error(`bench: it can't be installed, so its columns are empty`)
  return success
}

/** The tutorial's program, with the Python of Debian's packages where there is one. */
export async function startTutorial(path: string, postgresUrl: string): Promise<Program> {
  const run = async (url: string, ...statements: string[]) => {
    const sql = new Bun.SQL(url, { max: 1 })
    for (const statement of statements) await sql.unsafe(statement)
    await sql.close()
  }
  await run(postgresUrl, "create role aiotodo login password '12345'", 'create database aiotodo')
  await run(postgresUrl.replace(/\/postgres$/, '/aiotodo'), 'grant all on schema public to aiotodo')
  const python = (await Bun.file('/usr/bin/python3').exists()) ? '/usr/bin/python3' : 'python3'
  const [folder, module] = [path.replace(/\/[^/]*$/, ''), path.replaceAll(/^.*\/|\.py$/g, '')]
  const { hostname, port: databasePort } = new URL(postgresUrl)
  const env = { PYTHONPATH: folder, PYTHONDONTWRITEBYTECODE: '1', PGHOST: hostname, PGPORT: databasePort }
  const options = ['-W', 'ignore', '-m', 'aiohttp.web', '-H', '127.0.0.1']
  const args = [...options, `${module}:app_factory`, '--make-table', '-P']
  return start((port) => [python, ...args, String(port)], env, '/todos/1')
}
