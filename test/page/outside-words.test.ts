/** No string of the page is outside of the tables of words: in a made-up language each letter has an accent (SPEC.md, P223 to P225). */
import { afterAll, beforeAll, expect, test } from 'bun:test'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { fill, type Filled } from '../../scripts/screenshots-data.ts'
import { later as laterEn } from '../../src/web/words/en/later.ts'
import { page as pageEn } from '../../src/web/words/en/page.ts'
import { choose } from '../support/choice.ts'
import { openPage, refuseWorkers } from '../support/browser.ts'
import { codeOf } from '../support/codes.ts'
import { createOutside, type Outside } from '../support/outside.ts'
import { plantLanguage, plantedTag, type Planted } from '../support/planted-language.ts'
import { pseudo } from '../support/pseudo.ts'
import { startServer, type ServerProcess } from '../support/server.ts'
import { openChip } from '../support/todo-page.ts'
import { until } from '../support/until.ts'

const word = pseudo(pageEn)
const { account, exchange, imports, problems: general, refusals, todo, view } = pseudo(laterEn)

const web = join(import.meta.dir, '..', '..', 'src', 'web')

/** Where a string is shown or said: between tags, in these attributes, and in what messages are made of. */
const literal =
  /(?:children|text|title|label|placeholder|alt|"aria-label"|"aria-description"): (?:\[\s*)?"([^"]*[A-Za-z][^"]*)"|(?:announce|notice)\("([^"]*)"/g

test('[P224] no source of the page has a string of its own between its tags, in a label or in a message', async () => {
  const transpiler = new Bun.Transpiler({ loader: 'tsx' })
  const wrong: string[] = []
  let count = 0
  for await (const file of new Bun.Glob('**/*.{ts,tsx}').scan(web)) {
    if (file.startsWith('words/')) continue
    count++
    const code = transpiler.transformSync(await Bun.file(join(web, file)).text())
    for (const [, shown = '', said = shown] of code.matchAll(literal))
      // A lone word without a capital is a value, such as one of those that are mapped to children.
      if (!/^[a-z]+$/.test(said)) wrong.push(`${file}: ${said}`)
  }
  expect(count).toBeGreaterThan(100)
  expect(wrong).toEqual([])
  const planted = transpiler.transformSync(
    'export const A = () => <p title="Milk">Bread <b>and butter</b></p>',
  )
  expect([...planted.matchAll(literal)].map(([, shown]) => shown)).toEqual(['Milk', 'Bread ', 'and butter'])
})

let planted: Planted
beforeAll(async () => {
  planted = plantLanguage()
  // The page is built before the first test's time runs.
  await using server = await startServer({ ...planted, args: ['--database', 'memory:'] })
  await fetch(server.url, { headers: { accept: 'text/html' } })
}, 120_000)
afterAll(() => planted[Symbol.dispose]())

/** What may have letters without an accent on a page of the made-up language. */
const allowed = [
  // Names of time zones, addresses, what a rule or a filter is written in.
  /^[A-Z][A-Za-z]+(\/[A-Za-z +-]+)+$|\b[A-Z][A-Za-z_]+(\/[A-Za-z_+-]+)+\b|\bUTC\b/g,
  /https?:\/\/\S+/g,
  /\b(RRULE|FREQ|INTERVAL)\S*/g,
  // The sentence for browsers in which no script of the page runs, which has both languages.
  /^\s*This page needs JavaScript[\s\S]*|^请启用 JavaScript.*/g,
  // A first list that is shared has the name that it is kept by.
  /^Todos$/g,
  // Filters of the test's own, which stand as titles where they are saved.
  /^#家 or list = 家务$|^due < \+4d and not finished$/g,
]

interface Tour {
  server: ServerProcess
  page: Page
  outside: Outside
  to(path: string): Promise<void>
}

async function startTour(args: string[], language = plantedTag): Promise<Tour & AsyncDisposable> {
  const started = await startServer({ ...planted, args: ['--database', 'memory:', ...args] })
  // By its name: browsers have no passkeys for an address of numbers.
  const server = { ...started, url: started.url.replace('127.0.0.1', 'localhost') }
  const outside = createOutside(allowed)
  const opened = await openPage(server, {
    path: 'icon.svg',
    async prepare(context) {
      await context.addInitScript((tag) => localStorage.setItem('aiotodo.language', tag), language)
      await outside.watch(context)
      await refuseWorkers(context)
    },
  })
  return {
    server,
    page: opened.page,
    outside,
    async to(path) {
      await opened.page.goto(`${server.url}/${path}`)
      await opened.page.locator('main, .entry').first().waitFor()
      await opened.page.waitForLoadState('networkidle')
    },
    async [Symbol.asyncDispose]() {
      await opened[Symbol.asyncDispose]()
      await server[Symbol.asyncDispose]()
    },
  }
}

const press = (where: Pick<Page, 'getByRole'>, name: string) =>
  where.getByRole('button', { name, exact: true }).first().click()

const linkIn = (where: Pick<Page, 'getByRole'>) => where.getByRole('textbox', { name: account.theLink })

/** Opens a menu and closes it. */
async function lookIntoMenu(
  page: Page,
  open: () => Promise<unknown>,
  role: 'menu' | 'dialog' = 'menu',
): Promise<void> {
  await open()
  await page.getByRole(role).waitFor()
  await page.keyboard.press('Escape')
}

/** A tour of some hundred steps now and then waits for a dialog that a key did not open: it is gone on once more from its beginning. */
const asTour = { timeout: 120_000, retry: 2 }

test('[P223] what is in no table is found: a text, a label, and what becomes of them', async () => {
  await using tour = await startTour([])
  await tour.to('')
  await tour.page.evaluate(async () => {
    const planted = document.createElement('p')
    planted.textContent = 'Milk'
    planted.title = 'Bread'
    document.body.append(planted)
    await new Promise((resolve) => setTimeout(resolve))
    ;(planted.firstChild as Text).data = 'Butter'
    planted.setAttribute('aria-label', 'Jam')
    await new Promise((resolve) => setTimeout(resolve))
  })
  const planted = ['p: Butter', 'p: Milk', 'p[aria-label]: Jam', 'p[title]: Bread']
  await until(() => tour.outside.found().length >= planted.length)
  expect(tour.outside.found()).toEqual(planted)
})

test(
  '[P223] on the screens of lists no string stands outside of the tables',
  async () => {
    await using tour = await startTour([])
    const { server, page, outside, to } = tour
    const filled: Filled = await fill(server.url, 'zh')
    const row = page.locator('.todo').first()
    await to('')
    await lookIntoMenu(page, () => page.locator('main .title .icon-button').click())
    await row.hover()
    await lookIntoMenu(page, () => row.click({ button: 'right' }))
    await page.locator('.add-field textarea').fill('每月1号上午9点 交房租 !高 #家 @工作 提前30分钟提醒')
    await page.locator('.quick-chip').nth(3).waitFor()
    await page.locator('.quick-chip').first().hover()
    await page.locator('.add-field textarea').press('Enter')
    await page.locator('.toast').waitFor()
    await page.locator('.add-field textarea').fill('长'.repeat(300))
    await page.locator('.add-field textarea').fill('一\n二')
    await page.locator('.add-field textarea').fill('')
    await row.locator('.name').click()
    await page.keyboard.press('x')
    await page.keyboard.press('Shift+ArrowDown')
    for (const name of [word.moveTo, word.due, word.priority])
      if (await page.getByRole('button', { name, exact: true }).first().isVisible())
        await lookIntoMenu(page, () => press(page, name), name === word.due ? 'dialog' : 'menu')
    await press(page.locator('.bulk-bar'), word.deleteTodo)
    await press(page.locator('.toast'), word.undo)
    await to(`?todo=${filled.open}`)
    for (const name of [word.due, view.fields.start, todo.reminders, view.labels, todo.repeat])
      await openChip(page, name)
    await choose(page.locator('.repeat-field > .choice'), { value: 'custom' })
    await page.locator('.repeat-custom').waitFor()
    await page.locator('.todo-history > button').click()
    await page.locator('.entry-line').first().waitFor()
    for (const path of [
      'today',
      'upcoming',
      'search',
      `search?q=${filled.query}`,
      'search?q=%E6%B2%A1',
      'trash',
      `lists/${filled.empty}`,
      `filters/${filled.filter}`,
      'lists/01890000-0000-7000-8000-000000000000',
      'settings',
    ])
      await to(path)
    await to(`search?q=${encodeURIComponent('#家 and due < soon or x')}`)
    await page.locator('.marks').waitFor()
    await press(page, view.filterHelp)
    await to(`search?q=${encodeURIComponent('#家')}`)
    await press(page, view.saveFilter)
    await to('')
    for (const part of [0, 1, 2]) {
      await page.locator('main .title .icon-button').click()
      await page.getByRole('menuitem', { name: view.asksMore(view.history) }).click()
      await page.locator('.history-body > .filters > button').nth(part).click()
      if (part > 0) {
        const moment = new Date(Date.now() - (part === 1 ? 0 : 60_000)).toLocaleString('sv').replace(' ', 'T')
        await page.locator('.history-body .date-words input').fill(moment)
        await page.locator('.history-body form .primary').click()
      }
      await page.waitForLoadState('networkidle')
      await page.keyboard.press('Escape')
    }
    await page.locator('.sync-mark:visible').click()
    await page.getByRole('dialog').waitFor()
    await page.keyboard.press('Escape')
    await page.locator('dialog').waitFor({ state: 'detached' })
    await page.evaluate(() => (document.activeElement as HTMLElement).blur())
    for (const key of ['?', 'Control+k']) {
      await page.keyboard.press(key)
      await page.getByRole('dialog').waitFor()
      await page.keyboard.press('Escape')
      // It takes no key until it is gone from the document: hidden it is a moment before.
      await page.locator('dialog').waitFor({ state: 'detached' })
    }
    await page.context().setOffline(true)
    await page.locator('.sync-mark:visible').click()
    await page.getByRole('dialog').waitFor()
    expect(outside.found()).toEqual([])
  },
  asTour,
)

test('[P225] why a change is refused, and what is wrong with a file, is in the page’s language', async () => {
  await using tour = await startTour([])
  const { server, page, outside, to } = tour
  await fetch(`${server.url}/api/v1/todos`, { method: 'POST', body: '{"name":"牛奶"}' })
  const { defaultList } = (await (await fetch(`${server.url}/api/v1/account`)).json()) as {
    defaultList: string
  }
  const unique = { method: 'PATCH', body: '{"uniqueNames":true}' }
  await fetch(`${server.url}/api/v1/lists/${defaultList}`, unique)
  await to('')
  await page.locator('.todo').waitFor()
  await page.locator('.add-field textarea').fill('牛奶')
  await page.locator('.add-field textarea').press('Enter')
  await page.locator('.toast', { hasText: refusals.name_taken }).waitFor()
  await to('settings')
  const give = (name: string, text: string) =>
    page
      .locator('input[type=file]')
      .setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(text) })
  const section = page.getByRole('region', { name: exchange.title, exact: true })
  const alert = section.getByRole('alert')
  const { places, problems, wrongAt } = imports
  for (const [name, text, said] of [
    ['一.csv', 'name,due\n', wrongAt(places.file(''), problems.nothing_in_it({ found: [] }))],
    ['二.md', 'x', general.unknown_format as string],
    [
      '三.jsonl',
      '{"aiotodo":"export","version":9}\n',
      wrongAt(places.line('1'), problems.other_version({ version: '9', most: 5 })),
    ],
    ['四.txt', '一二三', general.unknown_format as string],
  ] as const) {
    await give(name, text)
    await alert.getByText(said).waitFor()
  }
  await give('五', '# 花园\n\n- [ ] 种豆\n\n其他文字\n')
  await section.getByText(imports.warnings.text_outside({})).waitFor()
  await press(section, exchange.run)
  await section.getByText(exchange.done(1)).waitFor()
  expect(outside.found()).toEqual([])
}, 120_000)

test(
  '[P223] on the screens of accounts no string stands outside of the tables',
  async () => {
    await using tour = await startTour(['--accounts'])
    const { server, page, outside, to } = tour
    const secret = '八条蓝色的鲸鱼游过大海'
    const region = (name: string) => page.getByRole('region', { name, exact: true })
    await until(() => /#invitation_\S+\n/.test(server.stdout()), 'the link to the first account')
    const [, key = ''] = /http\S+(#\S+)/.exec(server.stdout()) ?? []
    await to('')
    await page.getByText(account.emptyTitle).waitFor()
    await page.goto(`${server.url}/${key}`)
    await page.reload()
    await page.getByRole('heading', { name: account.firstTitle }).waitFor()
    await press(page, account.makeAccount)
    await page.getByLabel(account.name, { exact: true }).fill('安娜')
    await page.getByLabel(account.password, { exact: true }).fill('短')
    await press(page, account.makeAccount)
    await page.getByLabel(account.password, { exact: true }).fill(secret)
    await press(page, account.makeAccount)
    await page.getByRole('button', { name: account.accountOf('安娜') }).waitFor()
    await to('settings')
    for (const name of [account.changePassword, account.setUp, account.newToken, account.showAudit])
      await press(page.locator('main'), name)
    await press(region(account.accounts), account.inviteAccount)
    const factor = region(account.secondFactor)
    await factor.getByLabel(account.currentPassword).fill('不是这个密码')
    await press(factor, account.goOn)
    await factor.locator('.field-error').first().waitFor()
    await factor.getByLabel(account.currentPassword).fill(secret)
    await press(factor, account.goOn)
    const shown = await factor.getByLabel(account.secretKey, { exact: true }).inputValue()
    await factor.getByLabel(account.codeOfApp).fill('000000')
    await press(factor, account.turnOn)
    await factor.getByText(account.problems.wrong_code).waitFor()
    await factor.getByLabel(account.codeOfApp).fill(codeOf(shown))
    await press(factor, account.turnOn)
    await press(factor, account.keptThem)
    await press(factor, account.removeSecondFactor)
    const tokens = region(account.tokens)
    await press(tokens, account.make)
    await tokens.getByLabel(account.tokenName).fill('脚本')
    await press(tokens, account.make)
    await tokens.getByLabel(account.theToken).waitFor()
    const invited = await linkIn(page).inputValue()
    await to('')
    await page.locator('main .title .icon-button').click()
    await page.getByRole('menuitem', { name: view.share }).click()
    const dialog = page.getByRole('dialog')
    await press(dialog, account.makeLink)
    const joining = await linkIn(dialog).inputValue()
    await press(dialog, account.invite)
    await dialog.getByLabel(account.inviteByName).fill('没有')
    await press(dialog, account.invite)
    await dialog.getByText(account.invited('没有')).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: account.accountOf('安娜') }).click()
    await page.getByRole('menuitem', { name: account.signOut }).click()
    await press(page.getByRole('dialog'), account.signOut)
    await page.getByRole('heading', { name: account.signIn }).waitFor()
    await press(page, account.signIn)
    await page.getByLabel(account.name, { exact: true }).fill('安娜')
    await page.getByLabel(account.password, { exact: true }).fill('不是这个密码')
    await press(page, account.signIn)
    await page.getByText(account.problems.wrong_password).waitFor()
    await page.goto(invited)
    await page.reload()
    await page.getByLabel(account.name, { exact: true }).fill('小明')
    await page.getByLabel(account.password, { exact: true }).fill(secret)
    await press(page, account.makeAccount)
    await page.getByRole('button', { name: account.accountOf('小明') }).waitFor()
    await page.goto(joining)
    await press(page.getByRole('dialog'), account.joinNamed('Todos'))
    await page.getByText(word.readOnly).or(page.locator('.add-field')).first().waitFor()
    await page.locator('main .title .icon-button').click()
    await page.getByRole('menuitem', { name: view.members }).click()
    await press(page.getByRole('dialog'), account.leave)
    await page.getByText(account.sureLeave).waitFor()
    await press(page.getByRole('dialog'), account.leave)
    await page.getByText(account.left('Todos')).first().waitFor()
    expect(outside.found()).toEqual([])
  },
  asTour,
)
