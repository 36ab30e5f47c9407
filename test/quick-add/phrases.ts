/**
 * Phrases and what is made of them, from english.txt, chinese.txt and the two typed-*.txt: a line `text => name | due | …`, below a heading
 * `# moment zone`.
 */
import { join } from 'node:path'
import type { QuickTodo } from '../../src/model/quick-add/quick-add.ts'

export const lists = ['flat', '公寓', 'Big House', '大 房子'].map((name, index) => ({
  id: `list ${index}`,
  name,
}))

export interface Phrase {
  text: string
  expected: string
  now: number
  zone: string
}

export async function phrasesOf(
  language: 'english' | 'chinese' | 'typed-english' | 'typed-chinese',
): Promise<Phrase[]> {
  const lines = (await Bun.file(join(import.meta.dir, `${language}.txt`)).text()).split('\n')
  let [now, zone] = [0, 'UTC']
  return lines.flatMap((line) => {
    const heading = /^# (\S+Z) (\S+)$/.exec(line)
    if (heading) [now, zone] = [Date.parse(heading[1] as string), heading[2] as string]
    const at = line.lastIndexOf(' => ')
    return at < 0 || heading ? [] : [{ text: line.slice(0, at), expected: line.slice(at + 4), now, zone }]
  })
}

/** A todo as the files write it; the zone of its due date is that of the heading. */
export function written(todo: QuickTodo, zone: string): string {
  const { name, start, due, repeat, repeatFrom, reminders, priority, labels, list } = todo
  const more = [
    due?.replace(`[${zone}]`, ''),
    repeat,
    repeatFrom === 'finished' && 'from finished',
    start && `start ${start.replace(`[${zone}]`, '')}`,
    ...reminders,
    priority !== 'none' && `!${priority}`,
    ...labels.map((label) => `#${label}`),
    list && `@${lists.find(({ id }) => id === list)?.name}`,
  ]
  return [name, ...more.filter(Boolean)].join(' | ')
}
