/** Comments that are no sentences, and lines of them that are too long, only grow fewer (SPEC.md, R21). */
import { expect, test } from 'bun:test'
import { ceilingsFile, countAll, countIn, type Counts } from '../../scripts/comments.ts'

test('[R21] no folder of src has more bare clauses and overlong lines in its comments than its ceiling, which sinks with them', async () => {
  const ceilings = (await Bun.file(ceilingsFile).json()) as Record<string, Counts>
  const counts = await countAll()
  const none = { bare: 0, long: 0 }
  const wrong = [...new Set([...Object.keys(ceilings), ...Object.keys(counts)])].flatMap((folder) =>
    (['bare', 'long'] as const).flatMap((kind) => {
      const [ceiling, count] = [ceilings[folder] ?? none, counts[folder] ?? none].map((each) => each[kind])
      if (count === ceiling) return []
      const what = kind === 'bare' ? 'comments that begin with a bare clause' : 'lines of comments over 120'
      const toDo =
        Number(count) > Number(ceiling)
          ? 'write sentences, with a subject and a verb; break lines'
          : 'run "npm run comments", which lowers the ceiling'
      return [`src/${folder}: ${count} ${what}, the ceiling is ${ceiling}: ${toDo}`]
    }),
  )
  expect(wrong).toEqual([])
})

test('[R21] what is counted is a clause without a verb of its own, and a comment longer than its line', () => {
  const bareOf = (text: string) => countIn(`/** ${text} */`).bare
  for (const text of [
    'What waits.',
    'Whose word it is.',
    'A list of rows.',
    'The keys that were locked.',
    'By name.',
  ])
    expect([text, bareOf(text)]).toEqual([text, 1])
  for (const text of [
    'The outbox keeps what waits.',
    'Reads the rows of a list.',
    'A full disk ends the transaction by itself.',
    'Nothing is fetched from anyone else.',
    'They wait for their turn. What for?',
  ])
    expect([text, bareOf(text)]).toEqual([text, 0])
  expect(countIn(`// It is one.\n// Two lines of one comment.\nconst x = 1\n  // By name.`)).toEqual({
    bare: 1,
    long: 0,
  })
  expect(countIn(`/**\n * ${'long '.repeat(30)}is it.\n * @throws never\n */`)).toEqual({ bare: 0, long: 1 })
  expect(countIn(`const text = '${'x'.repeat(130)}' // it is code`)).toEqual({ bare: 0, long: 0 })
})
