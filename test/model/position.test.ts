/** Positions are those of the package fractional-indexing, by which todos stand that were made before (SPEC.md, K16). */
import { expect, test } from 'bun:test'
import { generateKeyBetween } from 'fractional-indexing'
import * as clientLimits from '../../src/model/client-limits.ts'
import { isPosition, positionAfter, positionBetween } from '../../src/model/position.ts'
import { randomOf } from '../support/random.ts'

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const seed = Number(process.env['AIOTODO_SEED'] ?? Math.floor(Math.random() * 2 ** 32))

/** What the package makes of them, with what is ours: of two that stand at the same place, behind the first. */
const theirs = (before: string | null, after: string | null): string =>
  generateKeyBetween(before, before !== null && after !== null && after <= before ? null : after)

test(`[K16] a list that is put in order at random has the package's positions, in its order (seed ${seed})`, () => {
  const random = randomOf(seed)
  for (let round = 0; round < 40; round++) {
    const order: string[] = []
    // Some lists grow at one place, where positions become long.
    const place = random()
    const spread = random() < 0.5 ? 0 : 1
    for (let count = 0; count < 300; count++) {
      const at = Math.floor((spread ? random() : place) * (order.length + 1))
      const [before, after] = [order[at - 1] ?? null, order[at] ?? null]
      const position = positionBetween(before, after)
      expect(position).toBe(theirs(before, after))
      expect(isPosition(position)).toBe(true)
      order.splice(at, 0, position)
    }
    expect(order.toSorted()).toEqual(order)
    expect(new Set(order).size).toBe(order.length)
  }
})

test('[K16] so it is at the largest and the smallest there are, and where letters change', () => {
  const edges = ['a0', 'az', 'zz', 'b00', 'Zz', 'Z0', 'Yzz', 'Y00', 'a0V', 'Zz0V', 'azz', 'bzzV']
  const largest = `z${'z'.repeat(26)}`
  const smallest = `A${'0'.repeat(26)}`
  edges.push(largest, `${largest}V`, `${largest}zz`, `${smallest}1`, `${smallest}01`, `A${'0'.repeat(25)}1`)
  const valid = edges.filter(isPosition).toSorted()
  expect(valid.length).toBeGreaterThan(15)
  for (const position of valid) {
    expect([position, positionBetween(position, null)]).toEqual([position, theirs(position, null)])
    expect([position, positionBetween(null, position)]).toEqual([position, theirs(null, position)])
    for (const other of valid)
      expect([position, other, positionBetween(position, other)]).toEqual([
        position,
        other,
        theirs(position, other),
      ])
  }
})

test(`[K16] what is a position is what the package takes for one (seed ${seed})`, () => {
  const random = randomOf(seed)
  const takes = (text: string): boolean => {
    try {
      generateKeyBetween(text, null)
      return true
    } catch {
      return false
    }
  }
  const letters = `${digits}00zzAZaz`
  let valid = 0
  for (let round = 0; round < 20_000; round++) {
    const length = Math.floor(random() * (random() < 0.1 ? 30 : 6))
    const text = Array.from({ length }, () => letters[Math.floor(random() * letters.length)]).join('')
    expect([text, isPosition(text)]).toEqual([text, takes(text)])
    if (takes(text)) valid++
  }
  expect(valid).toBeGreaterThan(1_000)
  for (const text of ['', 'a', ' a0', 'a0 ', 'a-', 'é0', `A${'0'.repeat(26)}`, 'a10'])
    expect([text, isPosition(text)]).toEqual([text, false])
})

test('[K16] where there is no room any more, the last position is the next as well', () => {
  const full = `z${'z'.repeat(clientLimits.positionLengthMax - 1)}`
  expect(positionAfter(full)).toBe(full)
  expect(positionAfter(null)).toBe('a0')
})
