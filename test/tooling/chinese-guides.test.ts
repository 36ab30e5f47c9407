/** The guides in Chinese say what their English twins say (SPEC.md, D46 to D50). */
import { expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import {
  differentCommands,
  differentHeadings,
  differentTables,
  linksToEnglish,
  twins,
  unnamedThings,
  wrongWordsOf,
} from '../support/chinese-guides.ts'

const root = join(import.meta.dir, '..', '..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')

test('[D46] the guides in Chinese have the headings of their English twins, and link to each other', () => {
  expect(twins.map(({ english }) => english)).toContainValues([
    'README.md',
    ...'README command-line filters from-the-tutorial getting-started import-export operating quick-add reminders sharing'
      .split(' ')
      .map((name) => `docs/${name}.md`),
  ])
  expect(twins.flatMap(differentHeadings)).toEqual([])
  for (const { english, chinese } of twins) {
    const link = (from: string, to: string) => relative(dirname(from), to)
    expect(read(english)).toContain(`\n\n[简体中文](${link(english, chinese)})\n`)
    expect(read(chinese)).toContain(`\n\n[English](${link(chinese, english)})\n`)
  }
  expect(twins.flatMap(linksToEnglish)).toEqual([])
})

test('[D47] the guides in Chinese have the commands of their English twins, with examples in Chinese', () => {
  expect(twins.flatMap(differentCommands)).toEqual([])
})

test('[D48] each option, variable, address, command and row that a guide has in English, it has in Chinese', () => {
  expect(twins.flatMap((each) => [...unnamedThings(each), ...differentTables(each)])).toEqual([])
})

test('[D49] the guides in Chinese have the words of the page', () => {
  expect(twins.flatMap(wrongWordsOf)).toEqual([])
})
