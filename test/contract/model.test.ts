/** Random commands against a plain model in memory: after each, every read must agree (SPEC.md, M1). */
import { test } from 'bun:test'
import { engines } from '../support/engines.ts'
import { leavesAsModel } from './random-model.ts'

const runs = { postgres: 8, sqlite: 40, memory: 120 }

test.each([...engines])(
  '[M1] random commands leave %s as the plain model says (AIOTODO_SEED repeats a run)',
  (engine) => leavesAsModel(engine, runs[engine]),
)
