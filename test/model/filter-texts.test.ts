/** What people write into a filter: what is read of it, and what is said of what looks like a condition and is none. */
import { expect, test } from 'bun:test'
import { join } from 'node:path'
import fc from 'fast-check'
import { parseFilter, printFilter } from '../../src/client/filter.ts'
import { AppError } from '../../src/model/errors.ts'

const seed = Number(process.env['AIOTODO_SEED'] ?? Math.floor(Math.random() * 2 ** 31))
const file = await Bun.file(join(import.meta.dir, 'filter-texts.txt')).text()
const rows = file
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('//'))
  .map((line) => line.split('\t') as [text: string, read: string, nearest?: string])

interface Wrong {
  at: number
  code: string | undefined
  nearest: string | undefined
}

function read(text: string): { printed: string } | Wrong {
  try {
    return { printed: printFilter(parseFilter(text)) }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const [found] = error.details.errors ?? []
    const { nearest } = (found?.params ?? {}) as { nearest?: string }
    return { at: found?.offset ?? -1, code: found?.code, nearest }
  }
}

test('[F80] what people write is read, or refused at its place with what was meant; nothing like a condition is searched for', () => {
  expect(rows.length).toBeGreaterThan(800)
  const wrong = rows.flatMap(([text, expected, nearest]) => {
    const result = read(text)
    const shown =
      'printed' in result ? result.printed : [`✗ ${result.at}`, result.nearest ?? []].flat().join('\t')
    const wanted = [expected, nearest ?? []].flat().join('\t')
    return shown === wanted ? [] : [`${text}: ${shown} instead of ${wanted}`]
  })
  expect(wrong).toEqual([])
})

test('[F81] a whole condition that is suggested can be read itself', () => {
  const pieces = rows.flatMap(([text]) => text.split(/(\s+)/))
  const mixed = fc
    .array(fc.tuple(fc.constantFrom(...pieces), fc.constantFrom('', ' ', ' ')), {
      minLength: 1,
      maxLength: 8,
    })
    .map((all) => all.flat().join(''))
  fc.assert(
    fc.property(mixed, (text) => {
      const result = read(text)
      if ('printed' in result) {
        expect(parseFilter(result.printed)).toEqual(parseFilter(text))
        return
      }
      expect(result.at).toBeWithin(0, text.length + 1)
      if (result.code !== 'no_condition' || result.nearest === undefined) return
      if (!/^(?:and|or|not)$/.test(result.nearest)) expect(read(result.nearest)).toHaveProperty('printed')
    }),
    { seed, numRuns: 3_000 },
  )
})

test('[F82] all of the language may be written in traditional characters', () => {
  const pairs: [string, string][] = [
    ['週五', '周五'],
    ['下個月 或 未來7天', '下个月 或 未来7天'],
    ['優先級 >= 中 且 無日期', '优先级 >= 中 且 无日期'],
    ['清單 = 工作 並且 標籤 = 家', '清单 = 工作 并且 标签 = 家'],
    ['創建時間 > 昨天 或 已過期', '创建时间 > 昨天 或 已过期'],
    ['沒有備註 非 週末', '没有备注 非 周末'],
  ]
  for (const [traditional, simplified] of pairs) expect(read(traditional)).toEqual(read(simplified))
  // What is searched for, and names, stay as they are written.
  expect(read('買牛奶 清單 = 週報')).toEqual({ printed: '買牛奶 and list = 週報' })
})
