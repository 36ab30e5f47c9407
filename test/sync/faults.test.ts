/** Pushes at which the server fails (SPEC.md, Y25 and Y26). */
import { Database } from 'bun:sqlite'
import { expect, test } from 'bun:test'
import { createApp } from '../../src/app.ts'
import type { Outcome } from '../../src/model/outcome.ts'
import { AppError } from '../../src/model/errors.ts'
import { carryOut } from '../../src/sync/push.ts'
import { tempFolder } from '../support/server.ts'
import { listen, Plain } from '../support/sockets.ts'

const uuid = () => Bun.randomUUIDv7()

test('[Y25] of a push, nothing behind a command at which the server fails is carried out; sent again it all is, in order', async () => {
  using folder = tempFolder()
  const path = `${folder.path}/aiotodo.sqlite`
  const app = await createApp({ database: { engine: 'sqlite', path } })
  const database = new Database(path)
  database.run(`create trigger fail before insert on todos when new.name = 'poison'
    begin select raise(abort, 'a planted fault'); end`)
  {
    await using server = listen(app)
    const { plain } = await Plain.greeted(server.url)
    using _ = plain
    const create = (name: string, more = {}) => ({
      type: 'createTodo',
      id: uuid(),
      todo: { id: uuid(), name, ...more },
    })
    const poison = create('poison')
    const below = create('below', { parent: poison.todo.id })
    const push = [create('before'), poison, below, create('behind')]
    const outcomes = async (number: number) => {
      plain.send({ type: 'push', push: number, commands: push })
      const answer = await plain.next('outcomes')
      return answer.outcomes.map((each: any) =>
        each.accepted ? each.replayed : [each.problem.status, each.problem.code],
      )
    }
    const failed = [
      [500, 'internal'],
      [503, 'behind_a_fault'],
      [503, 'behind_a_fault'],
    ]
    expect(await outcomes(1)).toEqual([false, ...failed])
    expect(await outcomes(2)).toEqual([true, ...failed])
    database.run('drop trigger fail')
    expect(await outcomes(3)).toEqual([true, false, false, false])
    expect((await app.store.reads.todo(app.account, below.todo.id))?.parent).toBe(poison.todo.id)
  }
  database.close()
  await app.close()
})

test('[Y26] whatever fails in a push, each of its commands has an outcome, and its socket goes on', async () => {
  const faults: unknown[] = []
  const fault = new Error('a fault')
  const deps = { newId: uuid, hash: (text: string) => text, onFault: (error: unknown) => faults.push(error) }
  const account = { id: uuid(), name: 'local', defaultList: uuid() }
  const push = {
    type: 'push' as const,
    push: 1,
    commands: ['a', 'b'].map((name) => ({ type: 'createTodo' as const, id: name, todo: { name } })),
  }
  const codes = async (given: typeof deps, commit: () => Promise<Outcome[]>) =>
    (await carryOut(push, account, { ...given, committer: { commit } })).map((each) =>
      each.accepted ? 'accepted' : each.problem.code,
    )
  expect(await codes(deps, () => Promise.reject(fault))).toEqual(['internal', 'internal'])
  const failing = (wanted: number) => {
    let count = 0
    return { ...deps, hash: (text: string) => (++count === wanted ? fail() : text) }
  }
  const fail = (): never => {
    throw fault
  }
  const refuseAll = (count: number) => async () =>
    Array.from({ length: count }, () => ({ accepted: false, error: new AppError('name_taken') }) as const)
  expect(await codes(failing(1), refuseAll(0))).toEqual(['internal', 'behind_a_fault'])
  expect(await codes(failing(2), refuseAll(1))).toEqual(['name_taken', 'internal'])
  expect(faults).toEqual([fault, fault, fault])
})
