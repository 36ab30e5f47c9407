/** Clients, nodes and a bad network in simulated time, over the real feed, outbox and replica (SPEC.md, Y1). */
import { expect, test } from 'bun:test'
import { simulate } from './simulate.ts'

/** Seeds that found a fault once. */
const kept: readonly number[] = [126, 617, 1187, 1648]

const seeds = Number(process.env['AIOTODO_SIMULATION_SEEDS'] ?? 200)
const first = Number(process.env['AIOTODO_SEED'] ?? Math.floor(Math.random() * 1e9))

test(`[Y1] at rest all replicas equal the store and each command acted once or not at all, seeds ${first} and on`, async () => {
  for (const seed of kept) await simulate(seed)
  for (let seed = first; seed < first + seeds; seed++) await simulate(seed)
  expect(seeds).toBeGreaterThan(0)
}, 3_600_000)
