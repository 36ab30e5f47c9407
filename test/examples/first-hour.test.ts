/** What a newcomer types in the first hour, read on one server, works line by line (SPEC.md, D35 to D38). */
import { expect, test } from 'bun:test'
import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { blocksOf, installInto, runCommands } from '../support/guides.ts'
import { startPostgres } from '../support/postgres.ts'
import { runCommand, startServer, tempFolder } from '../support/server.ts'

const root = join(import.meta.dir, '..', '..')
const readmes = ['README.md', 'README.zh-CN.md'] as const
const sections = {
  'README.md': {
    use: 'Use',
    live: 'Live',
    phone: 'On a phone',
    accounts: 'Accounts',
    postgres: 'PostgreSQL',
  },
  'README.zh-CN.md': {
    use: '使用',
    live: '实时',
    phone: '在手机上',
    accounts: '账户',
    postgres: 'PostgreSQL',
  },
}
type Readme = (typeof readmes)[number]
type Section = keyof (typeof sections)['README.md']

const section = (readme: Readme, name: Section) => {
  const blocks = blocksOf(readme).filter(({ heading }) => heading === sections[readme][name])
  if (blocks.length === 0) throw new Error(`${readme} has no section ${sections[readme][name]} with code`)
  return blocks
}
const shell = (blocks: { language: string; text: string }[]) =>
  blocks.filter(({ language }) => language === 'sh').map(({ text }) => text)
const linesOf = (readme: Readme, name: Section) =>
  shell(section(readme, name)).flatMap((text) => text.trimEnd().split('\n'))

/** The section with lines "in terminals of their own": those that stay run behind the others, and hear of their todo. */
function liveCommands(readme: Readme): string {
  const lines = linesOf(readme, 'live')
  const stays = (line: string) => /^npx aiotodo watch|^curl -N/.test(line)
  const todo = lines.map((line) => /^npx aiotodo add (.*)$/.exec(line)?.[1]).find(Boolean)
  const staying = lines.filter(stays)
  if (todo === undefined || staying.length === 0)
    throw new Error(`${readme}: nothing stays, or nothing is added`)
  const waitFor = (condition: string) =>
    `tries=0; until ${condition}; do tries=$((tries + 1)); [ $tries -lt 600 ]; sleep 0.1; done`
  return [
    ...staying.map((line, index) => `${line} >heard.${index} 2>&1 &`),
    ...staying.map((_, index) => waitFor(`[ -s heard.${index} ]`)),
    ...lines.filter((line) => !stays(line)),
    ...staying.map((_, index) => waitFor(`grep -q '${todo}' heard.${index}`)),
    '',
  ].join('\n')
}

/** README's commands and its program for the client. */
function readmeCommands(readme: Readme, folder: string): string {
  const program = section(readme, 'live').find(({ language }) => language === 'ts')
  if (!program) throw new Error(`${readme} has no program for the client`)
  installInto(folder)
  writeFileSync(join(folder, 'client.ts'), program.text.replaceAll('localhost:8080', '127.0.0.1:$PORT'))
  return `${shell(section(readme, 'use')).join('')}${liveCommands(readme)}"$BUN" client.ts\n`
}

const first = ['docs/getting-started.md', 'docs/api.md']
const others = readdirSync(join(root, 'docs'))
  .filter((name) => name.endsWith('.md'))
  .map((name) => `docs/${name}`)
  .filter((guide) => !first.includes(guide) && shell(blocksOf(guide)).length > 0)
  .toSorted()
/** Whoever begins with the Chinese README reads on in Chinese, where there is a guide. */
function inLanguageOf(readme: Readme, guide: string): string {
  const chinese = guide.replace(/^docs/, 'docs/zh-CN')
  return readme === 'README.zh-CN.md' && existsSync(join(root, chinese)) ? chinese : guide
}

test
  .skipIf(!Bun.which('curl'))
  .each(readmes.flatMap((readme) => [[readme, 'forwards'] as const, [readme, 'backwards'] as const]))(
  '[D35] %s, getting-started, the API, then all other guides, read %s on one server: each line works',
  async (readme, direction) => {
    using folder = tempFolder()
    await using server = await startServer({ args: ['--data', join(folder.path, 'data')] })
    const readmeFirst = readmeCommands(readme, folder.path)
    const client = join(folder.path, 'client.ts')
    writeFileSync(client, (await Bun.file(client).text()).replaceAll('$PORT', String(server.port)))
    const guides = [
      { guide: readme as string, commands: readmeFirst },
      ...[...first, ...others]
        .map((guide) => inLanguageOf(readme, guide))
        .map((guide) => ({ guide, commands: shell(blocksOf(guide)).join('') })),
    ]
    const outputs: string[] = []
    for (const { guide, commands } of direction === 'forwards' ? guides : guides.toReversed()) {
      const { code, out, err } = await runCommands(commands, { folder: folder.path, server })
      expect({ guide, code, err }).toEqual({ guide, code: 0, err: '' })
      outputs.push(out)
    }
    if (direction === 'backwards') return
    // The first answer that a reader gets is the one that stands there.
    const shown = section(readme, 'use').find(({ language }) => language === '')
    expect(outputs[0]).toStartWith(shown?.text.trim() ?? 'an answer')
    expect(outputs[0]).toContain('Read a book')
  },
)

test('[D36] PostgreSQL in Docker is made with what the server is then started with', () => {
  for (const readme of readmes) {
    const lines = linesOf(readme, 'postgres').slice(0, 3)
    expect(lines.map((line) => line.split(' ').slice(0, 3).join(' '))).toEqual([
      'docker run -d',
      'until docker exec',
      'npm start --',
    ])
    const [run = '', ready = '', start = ''] = lines
    const set = (name: string) => new RegExp(`-e ${name}=(\\S+)`).exec(run)?.[1]
    const { username, password, host, pathname } = new URL(start.split(' ').at(-1) ?? '')
    expect({ username, password, host, pathname }).toEqual({
      username: set('POSTGRES_USER') ?? '',
      password: set('POSTGRES_PASSWORD') ?? '',
      host: `localhost:${/-p 127\.0\.0\.1:(\d+):5432/.exec(run)?.[1]}`,
      // The image makes a database of the user's name.
      pathname: `/${set('POSTGRES_USER')}`,
    })
    expect(ready).toContain(/--name (\S+)/.exec(run)?.[1] ?? 'a name')
    // From 18 on the image keeps its data there.
    expect(run).toMatch(/-v \S+:\/var\/lib\/postgresql postgres:18$/)
  }
})

test.each(['docker', 'psql'])(
  '[D36] with the role and the database of the README (%s) the server starts',
  async (way) => {
    const start = linesOf('README.md', 'postgres').find((line) => line.startsWith('npm start'))
    const address = new URL(start?.split(' ').at(-1) ?? '')
    const postgres = await startPostgres(['-c', 'fsync=off'])
    const run = async (statement: string, database: string) => {
      await using sql = new Bun.SQL(postgres.url.replace(/\/postgres$/, `/${database}`), { max: 1 })
      await sql.unsafe(statement)
    }
    try {
      if (way === 'docker') {
        // As the image makes them: the user is a superuser.
        await run(
          `create role ${address.username} superuser login password '${address.password}'`,
          'postgres',
        )
        await run(`create database aiotodo owner ${address.username}`, 'postgres')
      } else {
        const sql = section('README.md', 'postgres').find(({ language }) => language === 'sql')
        let database = 'postgres'
        for (const line of sql?.text.trimEnd().split('\n') ?? []) {
          const other = /^\\c (\w+)$/.exec(line)?.[1]
          if (other) database = other
          else await run(line, database)
        }
      }
      address.port = new URL(postgres.url).port
      await using server = await startServer({ args: ['--database', address.href] })
      const made = await fetch(`${server.url}/todos/`, { method: 'POST', body: '{"name": "Buy milk"}' })
      expect([made.status, await made.json()]).toEqual([200, { id: 1, name: 'Buy milk', finished: false }])
      await server.stop()
    } finally {
      await postgres.stop()
    }
  },
)

test.each(readmes)(
  '[D37] a phone reaches the server by the lines of %s, and the accounts that follow there work on it',
  async (readme) => {
    using folder = tempFolder()
    const password = 'seven pink horses'
    const lines = linesOf(readme, 'phone')
    const start = lines.find((line) => line.startsWith('npm start -- ')) ?? ''
    const args = [...start.replace('npm start -- ', '').split(' '), '--data', join(folder.path, 'data')]
    // Before there is an account it does not start, and says what to do.
    const refused = await runCommand(['serve', '-P', '0', ...args])
    expect([refused.code, refused.stderr]).toEqual([
      expect.any(Number),
      expect.stringContaining('account add'),
    ])
    expect(refused.code).not.toBe(0)

    // The first account ends what works without one, so it comes behind that.
    const inOrder = [...new Set(blocksOf(readme).map(({ heading }) => heading))]
    const { use, live, phone, accounts } = sections[readme]
    expect(inOrder.filter((each) => [use, live, phone, accounts].includes(each))).toEqual([
      use,
      live,
      phone,
      accounts,
    ])
    const commands = [...lines, ...linesOf(readme, 'accounts')].filter((line) => line.startsWith('npx '))
    for (const command of commands) {
      const { code, err } = await runCommands(command, { folder: folder.path, input: `${password}\n` })
      expect({ command, code, err }).toEqual({ command, code: 0, err: '' })
    }
    const name = /account add (\w+)/.exec(commands[0] ?? '')?.[1]
    await using server = await startServer({ args })
    const addresses = Object.values(networkInterfaces()).flatMap((each) => each ?? [])
    const lan =
      addresses.find(({ family, internal }) => family === 'IPv4' && !internal)?.address ?? '127.0.0.1'
    const url = `http://${lan}:${server.port}`
    const page = await fetch(url, { headers: { accept: 'text/html' } })
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
    expect((await fetch(`${url}/todos/`)).status).toBe(401)
    const signedIn = await fetch(`${url}/api/v1/session`, {
      method: 'POST',
      headers: { origin: url },
      body: JSON.stringify({ name, password }),
    })
    const cookie = signedIn.headers.get('set-cookie') ?? ''
    // A browser keeps it, though it came by http.
    expect(cookie).not.toContain('Secure')
    const todos = await fetch(`${url}/todos/`, { headers: { cookie: cookie.split(';')[0] ?? '' } })
    expect([todos.status, await todos.json()]).toEqual([200, []])
  },
)
