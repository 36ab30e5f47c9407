/** Clients, nodes and a bad network in simulated time, over the real feed, outbox and replica (SPEC.md, Y1). */
import { test } from 'bun:test'
import { first, simulateSeeds } from './seeds.ts'

test(`[Y1] at rest all replicas equal the store and each command acted once or not at all, seeds ${first} and on`, () =>
  simulateSeeds(80))
