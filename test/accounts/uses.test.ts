/** When keys were used last, as a node writes it down (SPEC.md, S114). */
import { expect, test } from 'bun:test'
import { createKeyring } from '../../src/core/access/keyring.ts'
import { serverLimits } from '../../src/model/server-limits.ts'
import { runtime } from '../../src/runtime/runtime.ts'
import { createApp } from '../support/app.ts'
import { join } from '../support/accounts.ts'

test('[S114] the uses of many keys are written some at a time, others have a turn between, and a stop waits for all', async () => {
  const app = await createApp({ database: { engine: 'sqlite', path: undefined }, localOnly: false })
  const ann = await join(app, 'ann')
  const { access } = app.store
  const sizes: number[] = []
  const callbacks: (() => void)[] = []
  let turns = 0
  const keyring = await createKeyring({
    ...runtime,
    turn: () => {
      turns++
      return runtime.turn()
    },
    every(_, callback) {
      callbacks.push(callback)
      return () => {}
    },
    feed: { subscribe: () => () => {} },
    onFault: (error) => {
      throw error
    },
    access: {
      ...access,
      note: (work) =>
        access.note((tables) =>
          work({
            ...tables,
            touch(uses) {
              sizes.push(uses.length)
              return tables.touch(uses)
            },
          }),
        ),
    },
  })
  const most = serverLimits.usesWrittenMax
  const useAs = (id: string, address: string) => {
    const credential = { id, kind: 'write', lists: null, deletionsPerHour: null, expiresAt: null } as const
    keyring.used({ ...app.account, credential }, { address })
  }
  const [own] = await access.credentials(ann.id, ['session'])
  useAs(own?.id as string, '192.0.2.7')
  for (let count = 0; count < 2 * most; count++) useAs(`none ${count}`, '')
  for (const callback of callbacks) callback()
  while (sizes.length === 0) await runtime.turn()
  useAs('one more', '')
  await keyring.stop()
  expect(sizes).toEqual([most, most, 1, 1])
  expect(turns).toBe(2)
  expect((await access.credentials(ann.id, ['session']))[0]?.address).toBe('192.0.2.7')
  await app.close()
})
