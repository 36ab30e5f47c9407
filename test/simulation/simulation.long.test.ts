/** The same as simulation.test.ts, for as many seeds as there is time for (SPEC.md, Y1). */
import { test } from 'bun:test'
import { first, simulateSeeds } from './seeds.ts'

const seeds = Number(process.env['AIOTODO_SIMULATION_SEEDS'] ?? 500)

test(
  `[Y1] at rest all replicas equal the store and each command acted once or not at all, seeds ${first} and on`,
  () => simulateSeeds(seeds),
  3_600_000,
)
