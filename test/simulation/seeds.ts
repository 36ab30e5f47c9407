/** Clients, nodes and a bad network in simulated time, over the real feed, outbox and replica (SPEC.md, Y1). */
import { expect } from 'bun:test'
import { nothingYet, type Happenings } from './cluster.ts'
import { simulate } from './simulate.ts'

/** Seeds that found a fault once. */
const kept: readonly number[] = [126, 617, 1187, 1648, 694331330]

/** The seeds of this run begin here. */
export const first = Number(process.env['AIOTODO_SEED'] ?? Math.floor(Math.random() * 1e9))

/** @param count - how many new seeds are simulated behind those that are kept */
export async function simulateSeeds(count: number): Promise<void> {
  const happened = nothingYet()
  for (const seed of [...kept, ...Array.from({ length: count }, (_, index) => first + index)]) {
    const once = await simulate(seed)
    for (const kind of Object.keys(happened) as (keyof Happenings)[]) happened[kind] += once[kind]
  }
  // Each fault struck, and commands got through and were refused: else all of this proved nothing.
  expect(Object.entries(happened).filter(([, count]) => count === 0)).toEqual([])
}
