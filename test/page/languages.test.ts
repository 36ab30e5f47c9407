/** Languages of the page (SPEC.md, P220 to P222): each is a folder and a line, which a made-up one shows. */
import { afterAll, beforeAll, expect, test } from 'bun:test'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { bestLanguage } from '../../src/web/words/choose.ts'
import { later as laterEn } from '../../src/web/words/en/later.ts'
import { page as pageEn } from '../../src/web/words/en/page.ts'
import { languages } from '../../src/web/words/languages.ts'
import { openPage, refuseWorkers } from '../support/browser.ts'
import {
  copyOfSources,
  plantLanguage,
  plantedName,
  plantedTag,
  type Planted,
} from '../support/planted-language.ts'
import { pseudo } from '../support/pseudo.ts'
import { startServer, type ServerProcess } from '../support/server.ts'

const word = pseudo(pageEn)
const { view } = pseudo(laterEn)

let planted: Planted
beforeAll(async () => {
  planted = plantLanguage()
  // The page is built before the first test's time runs.
  await using server = await startServer({ ...planted, args: ['--database', 'memory:'] })
  await fetch(server.url, { headers: { accept: 'text/html' } })
})
afterAll(() => planted[Symbol.dispose]())

/** Each string of a table by where it stands; of a function that it is one. */
function shapeOf(words: unknown, at = ''): Map<string, string> {
  // A list of words is as long as its language needs.
  if (Array.isArray(words)) return new Map([[at, 'list']])
  if (typeof words !== 'object' || words === null) return new Map([[at, typeof words]])
  return new Map(Object.entries(words).flatMap(([key, value]) => [...shapeOf(value, `${at}/${key}`)]))
}

test('[P220] each language of the table has each string', async () => {
  for (const { page, later } of Object.values(languages)) {
    expect(shapeOf((await page()).page)).toEqual(shapeOf(pageEn))
    expect(shapeOf((await later()).later)).toEqual(shapeOf(laterEn))
  }
  expect(shapeOf(pageEn).size).toBeGreaterThan(100)
})

test('[P220] a language that lacks a string, or has one too many, does not compile', () => {
  using copy = copyOfSources()
  const check = () => {
    const config = { extends: './tsconfig.json', include: ['src/web/words'] }
    writeFileSync(join(copy.path, 'tsconfig.words.json'), JSON.stringify(config))
    const tsc = join(copy.path, 'node_modules', '.bin', 'tsc')
    const { stdout } = Bun.spawnSync([tsc, '--noEmit', '-p', 'tsconfig.words.json'], { cwd: copy.path })
    return stdout.toString()
  }
  expect(check()).toBe('')
  const change = (path: string, from: RegExp, to: string) => {
    const file = join(copy.path, 'src', 'web', 'words', 'zh-CN', path)
    const before = readFileSync(file, 'utf8')
    writeFileSync(file, before.replace(from, to))
    const said = check()
    writeFileSync(file, before)
    return said
  }
  expect(change('page.ts', /^ {2}trash: .*\n/m, '')).toContain("Property 'trash' is missing")
  expect(change('page.ts', /^ {2}trash: /m, "  rubbish: '垃圾',\n$&")).toContain("'rubbish' does not exist")
  expect(change('filters.ts', /^ {2}too_deep: .*\n/m, '')).toContain("Property 'too_deep' is missing")
  expect(change('later.ts', / todo,/, '')).toContain("Property 'todo' is missing")
})

test('[P72] a browser gets the language that it asks for first of those there are', () => {
  const best = (...wishes: string[]) => bestLanguage(wishes, ['en', 'pt-BR', 'pt-PT', 'zh-CN', 'zh-HK'])
  expect(best('zh-CN', 'en')).toBe('zh-CN')
  expect(best('en-GB')).toBe('en')
  expect(best('fi', 'pt-PT')).toBe('pt-PT')
  expect(best('pt')).toBe('pt-BR')
  // The same script before the same language.
  expect(best('zh-TW')).toBe('zh-HK')
  expect(best('zh-SG')).toBe('zh-CN')
  expect(best('zh')).toBe('zh-CN')
  expect(best('fi', 'sv')).toBeUndefined()
  expect(bestLanguage(['zh-TW'], ['en', 'zh-CN'])).toBe('zh-CN')
})

/** The text of each script that a page of this language loads, in its first sight and in its settings. */
async function scriptsOf(server: ServerProcess, locale: string, act: (page: Page) => Promise<void>) {
  const texts: Promise<string>[] = []
  await using opened = await openPage(server, {
    locale,
    path: 'settings',
    async prepare(context) {
      context.on('response', (response) => {
        if (response.url().endsWith('.js')) texts.push(response.text())
      })
      await refuseWorkers(context)
    },
  })
  await act(opened.page)
  return (await Promise.all(texts)).join('\n')
}

test('[P221] of the languages a page loads English and the one that it shows', async () => {
  await using server = await startServer({ args: ['--database', 'memory:'] })
  const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name }).waitFor()
  const [chinesePage, chineseLater] = ['跳到待办', '导入和导出']
  const english = await scriptsOf(server, 'en', (page) => heading(page, 'Settings'))
  expect(english).toContain(laterEn.exchange.title)
  for (const text of [chinesePage, chineseLater]) expect(english).not.toContain(text)
  const chinese = await scriptsOf(server, 'zh-CN', (page) => heading(page, '设置'))
  for (const text of [chinesePage, chineseLater]) expect(chinese).toContain(text)
  expect(chinese).not.toContain(laterEn.exchange.title)
  // One that is chosen later is loaded then.
  const changed = await scriptsOf(server, 'en', async (page) => {
    await page.getByRole('radio', { name: '简体中文' }).check()
    await heading(page, '设置')
    await page.getByRole('region', { name: chineseLater }).waitFor()
  })
  for (const text of [chinesePage, chineseLater]) expect(changed).toContain(text)
})

test('[P222] a folder and a line are a language: its choice, direction, dates, manifest and installed words', async () => {
  await using server = await startServer({ ...planted, args: ['--database', 'memory:'] })
  await fetch(`${server.url}/api/v1/todos`, { method: 'POST', body: '{"name":"七","due":"2031-03-02"}' })
  await using opened = await openPage(server, { path: 'settings' })
  const { page } = opened
  const root = page.locator('html')
  await page.getByRole('radio', { name: plantedName }).check()
  await page.getByRole('heading', { level: 1, name: word.settings }).waitFor()
  expect([await root.getAttribute('lang'), await root.getAttribute('dir')]).toEqual([plantedTag, 'rtl'])
  const manifest = await (
    await fetch(await page.locator('link[rel=manifest]').evaluate((link) => (link as HTMLLinkElement).href))
  ).json()
  expect(manifest).toMatchObject({ lang: plantedTag, dir: 'rtl', description: view.appDescription })
  const worker = await (await fetch(`${server.url}/service-worker.js`)).text()
  expect(worker).toContain(pseudo(laterEn.reminders.notification.works))
  await page.goto(server.url)
  const month = new Intl.DateTimeFormat('ar', { month: 'short', timeZone: 'UTC' }).format(Date.UTC(2031, 2))
  await page.locator('.todo', { hasText: month }).waitFor()
  // It stays, and goes back.
  expect(await root.getAttribute('lang')).toBe(plantedTag)
  await page.goto(`${server.url}/settings`)
  await page.getByRole('radio', { name: 'English' }).check()
  await page.getByRole('heading', { level: 1, name: pageEn.settings }).waitFor()
  expect([await root.getAttribute('lang'), await root.getAttribute('dir')]).toEqual(['en', 'ltr'])
  expect(opened.errors).toEqual([])
})
