/** Where a lock had a gap once: each test is a way that was open (SPEC.md, N4 to N8, N10, N13 to N16). */
import { expect, test } from 'bun:test'
import { limits } from '../../src/model/limits.ts'
import { join } from '../support/accounts.ts'
import { onEachEngine } from '../support/engines.ts'

let count = 0
const fresh = (name: string) => `${name}${count++}`
const uuid = () => Bun.randomUUIDv7()

onEachEngine('weak spots', (client) => {
  const app = () => client().app
  const person = (name: string) => join(app(), fresh(name))

  test('[N6] guesses that come at once are counted one by one', async () => {
    const { name } = await person('ann')
    const guess = () =>
      app()
        .keys.signIn({ name, password: 'wrong', address: name, network: name, device: '' })
        .catch((error: { code: string }) => error.code)
    const codes = await Promise.all(Array.from({ length: 24 }, guess))
    expect(codes.filter((code) => code === 'wrong_password').length).toBeLessThanOrEqual(limits.attemptsFree)
  })
})
