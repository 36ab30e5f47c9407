/** The list in a terminal, on a server that fails at some changes (SPEC.md, K23). */
import { Database } from 'bun:sqlite'
import { expect, test } from 'bun:test'
import { startServer, tempFolder } from '../support/server.ts'
import { startInTerminal } from '../support/terminal.ts'

test('[K23] tui says what the server fails at, tries it again by a key, and says at the end what is not saved', async () => {
  using folder = tempFolder()
  await using server = await startServer({ args: ['--data', folder.path] })
  using database = new Database(`${folder.path}/aiotodo.sqlite`)
  database.run(`create trigger fail before insert on todos when new.name like 'poison%'
    begin select raise(abort, 'a planted fault'); end`)
  await using terminal = startInTerminal(['tui'], {
    AIOTODO_SERVER: server.url,
    XDG_CONFIG_HOME: folder.path,
  })
  await terminal.shows('in sync')
  terminal.write('npoison a\r')
  terminal.write('nsound\r')
  await terminal.shows('Set aside: The server made a mistake. Press ! to try again.')
  await terminal.shows('in sync, 1 set aside')
  await terminal.shows('[ ] sound')
  expect(terminal.screen()).not.toContain('[ ] poison a')
  database.run('drop trigger fail')
  terminal.write('!')
  await terminal.shows('[ ] poison a')
  const names = async () =>
    ((await (await fetch(`${server.url}/todos/`)).json()) as { name: string }[]).map(({ name }) => name)
  while ((await names()).length < 2) await Bun.sleep(10)
  expect(await names()).toEqual(['sound', 'poison a'])
  database.run(`create trigger fail before insert on todos when new.name like 'poison%'
    begin select raise(abort, 'a planted fault'); end`)
  terminal.write('npoison b\r')
  await terminal.shows('1 set aside')
  terminal.write('npoison c\r')
  await terminal.shows('1 waiting, 1 set aside')
  terminal.write('q')
  expect(await terminal.exited).toBe(0)
  for (const loss of [
    'the server failed at what follows, which is not saved: "poison b"',
    'the server has not answered to what follows, which may not be saved: "poison c"',
  ])
    while (!terminal.raw().includes(loss)) await Bun.sleep(10)
})
