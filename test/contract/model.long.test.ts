/** The same as model.test.ts, for many more rounds (SPEC.md, M1). */
import { test } from 'bun:test'
import { engines } from '../support/engines.ts'
import { leavesAsModel } from './random-model.ts'

const runs = { postgres: 50, sqlite: 120, memory: 500 }

test.each([...engines])(
  '[M1] random commands leave %s as the plain model says (AIOTODO_SEED repeats a run)',
  (engine) => leavesAsModel(engine, runs[engine]),
)
