/** Files in and out, in the settings (SPEC.md, P170 to P172). */
import { expect, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { choose as chooseOption } from '../support/choice.ts'
import { violations } from '../support/axe.ts'
import { openPage } from '../support/browser.ts'
import { startServer } from '../support/server.ts'

const start = () => startServer({ args: ['--database', 'memory:'] })

// The page is built before the first test's time runs.
const markdown = '# Garden\n\n- [ ] Sow beans\n  - [ ] Buy seeds\n- [x] Mow\n\nOther text\n'

async function choose(page: Page, name: string, text: string): Promise<void> {
  await page
    .locator('input[type=file]')
    .setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(text) })
}

const section = (page: Page, name = 'Import and export') => page.getByRole('region', { name, exact: true })

test('[P170] a file is looked into first, brought in when one says so, and found known the next time', async () => {
  await using server = await start()
  await using opened = await openPage(server, { path: 'settings' })
  const { page } = opened
  await choose(page, 'garden.md', markdown)
  await section(page).getByText('3 todos would come in, 1 of them finished.').waitFor()
  await section(page).getByText('Garden: 3 todos (new list)').waitFor()
  expect(((await (await fetch(`${server.url}/api/v1/lists`)).json()) as { items: [] }).items).toHaveLength(1)
  await section(page).getByRole('button', { name: 'Import', exact: true }).click()
  await section(page).getByText('3 todos came in.').waitFor()
  await section(page)
    .getByRole('link', { name: /^Garden/ })
    .click()
  await page.getByText('Buy seeds').waitFor()
  await page.goBack()
  await choose(page, 'garden.md', markdown)
  await section(page).getByText('Nothing in it is new.').waitFor()
  expect(await section(page).getByRole('button', { name: 'Import', exact: true }).count()).toBe(0)
  await chooseOption(section(page).getByRole('combobox'), 'Todos')
  await section(page).getByText('Todos: 3 todos').waitFor()
  expect(opened.errors).toEqual([])
})

test('[P170] a file that brings saved filters alone has something new, and says what', async () => {
  await using server = await start()
  await using opened = await openPage(server, { path: 'settings' })
  const { page } = opened
  const moment = '2026-01-02T03:04:05.000Z'
  const filter = { kind: 'filter', id: '0198c1f4-5a00-7000-8000-000000000001', name: 'Soon', filter: '#home' }
  const rest = { colour: 'none', position: null, createdAt: moment, updatedAt: moment, deletedAt: null }
  const end = { kind: 'end', lists: 0, todos: 0, filters: 1 }
  const lines = [{ aiotodo: 'export', version: 4 }, { ...filter, ...rest }, end]
  await choose(page, 'all.jsonl', lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
  await section(page).getByText('1 saved filter', { exact: true }).waitFor()
  await section(page).getByRole('button', { name: 'Import', exact: true }).click()
  await page.getByRole('link', { name: /^Soon/ }).waitFor()
  expect(opened.errors).toEqual([])
})

test('[P460] what an import brought in is linked, and taken back at once, however many files it was', async () => {
  await using server = await start()
  await using opened = await openPage(server, { path: 'settings' })
  const { page } = opened
  await fetch(`${server.url}/api/v1/todos`, { method: 'POST', body: '{"name":"mine"}' })
  const files = ['House', 'Garden'].map((name) => ({
    name: `${name}.md`,
    mimeType: 'text/plain',
    buffer: Buffer.from(`# ${name}\n\n- [ ] Sow\n- [ ] Mow\n`),
  }))
  await page.locator('input[type=file]').setInputFiles(files)
  await section(page).getByRole('button', { name: 'Import', exact: true }).click()
  await section(page).getByText('4 todos came in.').waitFor()
  expect(
    await section(page)
      .getByRole('link', { name: /new list/ })
      .allTextContents(),
  ).toEqual(['House: 2 todos (new list)', 'Garden: 2 todos (new list)'])
  expect(await violations(page)).toEqual([])
  await section(page).getByRole('button', { name: 'Take it all back' }).click()
  await section(page).getByText('2 changes undone.').waitFor()
  const names = async (path: string) =>
    ((await (await fetch(`${server.url}/api/v1/${path}`)).json()) as { items: { name: string }[] }).items.map(
      ({ name }) => name,
    )
  expect(await names('lists')).toEqual(['Todos'])
  expect(await names('todos')).toEqual(['mine'])
  await page.getByRole('link', { name: /^Garden/ }).waitFor({ state: 'detached' })
  expect(opened.errors).toEqual([])
})

test('[P171] what is wrong with a file is said with its place; without the server nothing is changed', async () => {
  await using server = await start()
  await using opened = await openPage(server, { path: 'settings', locale: 'zh-CN' })
  const { page, context } = opened
  const alert = section(page, '导入和导出').getByRole('alert')
  await choose(page, 'bad.jsonl', '{"aiotodo":"export","version":9}\n')
  await alert.getByText('第 1 行：版本为 9；最高支持 5。').waitFor()
  expect(await violations(page)).toEqual([])
  await context.setOffline(true)
  await choose(page, 'garden.md', markdown)
  await alert.getByText('无法连接服务器，没有更改任何内容。').waitFor()
})

test('[P172] everything is had as a file', async () => {
  await using server = await start()
  await fetch(`${server.url}/api/v1/todos`, { method: 'POST', body: '{"name":"Sow beans"}' })
  await using opened = await openPage(server, { path: 'settings' })
  const { page } = opened
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    section(page).getByRole('link', { name: 'Markdown' }).click(),
  ])
  expect(download.suggestedFilename()).toBe('aiotodo.md')
  expect(await Bun.file(await download.path()).text()).toContain('- [ ] Sow beans')
  expect(await violations(page)).toEqual([])
})
