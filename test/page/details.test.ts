/** The details of a todo, as a person uses them (SPEC.md, P20 to P31). */
import { expect, test } from 'bun:test'
import type { Page } from 'playwright-core'
import type { Todo, TodoInput } from '../../src/client/client.ts'
import { dates } from '../../src/web/words/en/dates.ts'
import { openPage, type OpenPage, type PageOptions } from '../support/browser.ts'
import { choose, writeDate } from '../support/choice.ts'
import { servePages } from '../support/page-server.ts'
import { openChip } from '../support/todo-page.ts'
import { readUntil } from '../support/until.ts'

const server = await servePages()
const { client } = server

const wide = { viewport: { width: 1_360, height: 900 } }
const tablet = { viewport: { width: 1_000, height: 800 } }
const phone = { viewport: { width: 390, height: 800 }, hasTouch: true, isMobile: true }

/** In a list of its own, with its details open. */
async function openDetails(
  todo: TodoInput,
  { others = [], ...options }: PageOptions & { others?: TodoInput[] } = {},
): Promise<OpenPage & { todo: Todo; list: string }> {
  const list = await client.lists.create({ name: 'Mine' })
  const made = await client.todos.create({ ...todo, list: list.id })
  for (const other of others) await client.todos.create({ ...other, list: list.id })
  const opened = await openPage(server, { ...wide, path: `lists/${list.id}?todo=${made.id}`, ...options })
  await nameField(opened.page).waitFor()
  return { ...opened, todo: made, list: list.id }
}

const details = (page: Page) => page.getByRole('complementary', { name: 'Details' })
const nameField = (page: Page) => details(page).getByRole('textbox', { name: 'Name' })
const notesField = (page: Page) => details(page).getByRole('textbox', { name: 'Notes' })
const row = (page: Page, todo: Todo) => page.locator(`[data-todo="${todo.id}"] .name`)
const hasFocus = (page: Page, selector: string) =>
  page.waitForFunction((selector) => document.activeElement?.matches(selector), selector)

/** Waits until the server has it. */
const stored = (todo: Todo, test: (todo: Todo) => boolean): Promise<Todo> =>
  readUntil(() => client.todos.get(todo.id), test)

test('[E102] when a todo was finished is corrected in its details, and never to a time to come', async () => {
  await using opened = await openDetails({ name: 'Milk', finished: true })
  const { page, todo } = opened
  await openChip(page, 'Finished')
  const field = details(page).getByLabel('Finished', { exact: true }).and(page.locator('input'))
  const local = (moment: string) =>
    page.evaluate((text) => {
      const date = new Date(text)
      return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 19)
    }, moment)
  const put = async (text: string) => {
    await field.fill(text)
    await field.press('Enter')
  }
  const shown = await page.evaluate(
    (text) => new Date(text).toLocaleString('en', { dateStyle: 'medium', timeStyle: 'medium' }),
    todo.finishedAt as string,
  )
  expect(await field.inputValue()).toBe(shown.replaceAll('\u202f', ' '))
  // Nothing to come was finished.
  await put('in 2 weeks')
  await details(page).getByText(dates.writeLike).waitFor()
  // It was made only now: not before that, either.
  await put(await local('2020-01-01T00:00:00.000Z'))
  await details(page).getByText('can not have been finished then').waitFor()
  await Bun.sleep(1_100)
  await client.todos.update(todo.id, { notes: 'x', finished: false })
  const { finishedAt } = await client.todos.update(todo.id, { finished: true })
  const earlier = new Date(Date.parse(finishedAt as string) - 1_000).toISOString().replace(/\.\d+/, '.000')
  await put(await local(earlier))
  await stored(todo, (now) => now.finishedAt === earlier)
})

test('[P20] they stand beside the todos where there is room, and the close button takes them away', async () => {
  await using opened = await openDetails({ name: 'Milk' })
  const { page, todo } = opened
  const [left, right] = [await page.locator('main').boundingBox(), await details(page).boundingBox()]
  expect((left?.x ?? 0) + (left?.width ?? 0)).toBeLessThanOrEqual(right?.x ?? 0)
  await page.getByRole('textbox', { name: 'Add a todo' }).click()
  await page.getByRole('button', { name: 'Close the details' }).click()
  await details(page).waitFor({ state: 'detached' })
  await hasFocus(page, `[data-todo="${todo.id}"] .name`)
  expect(new URL(page.url()).search).toBe('')
  await page.goBack()
  await details(page).waitFor()
  expect(opened.errors).toEqual([])
})

for (const [name, options] of Object.entries({ tablet, phone }))
  test(`[P20] on a ${name} they are a sheet that keeps the focus, and gives it back to the todo's row`, async () => {
    await using opened = await openDetails({ name: 'Milk' }, { ...options, others: [{ name: 'Bread' }] })
    const { page, todo } = opened
    await hasFocus(page, '.details')
    for (let press = 0; press < 40; press++) {
      await page.keyboard.press('Tab')
      const isOutside = await page.evaluate(
        () =>
          document.activeElement !== document.body && !document.activeElement?.closest('.details, .toasts'),
      )
      expect(isOutside).toBe(false)
    }
    await details(page).getByRole('button', { name: 'Delete' }).focus()
    await page.keyboard.press('Escape')
    await details(page).waitFor({ state: 'detached' })
    await hasFocus(page, `[data-todo="${todo.id}"] .name`)
    expect(opened.errors).toEqual([])
  })

test('[P20] a window that becomes narrow under the sheet keeps its places out of reach', async () => {
  await using opened = await openDetails({ name: 'Milk' }, tablet)
  const { page } = opened
  const isInert = (selector: string) =>
    page.locator(selector).evaluate((element) => (element as HTMLElement).inert)
  expect(await isInert('main')).toBe(true)
  await page.setViewportSize(phone.viewport)
  await page.keyboard.press('Escape')
  await details(page).waitFor({ state: 'detached' })
  expect(await isInert('main')).toBe(false)
  expect(await isInert('.sidebar')).toBe(true)
  await page.setViewportSize(wide.viewport)
  await page.waitForFunction(() => document.querySelector<HTMLElement>('.sidebar')?.inert === false)
})

test('[P21] each change is one command, and can be undone', async () => {
  await using opened = await openDetails({ name: 'Milk' })
  const { page, todo } = opened
  const other = await client.lists.create({ name: 'Elsewhere' })
  await openChip(page, 'Priority')
  await page.getByRole('menuitemradio', { name: 'High' }).click()
  const first = await stored(todo, ({ priority }) => priority === 'high')
  expect(first.version).toBe(todo.version + 1)
  await details(page).getByRole('checkbox', { name: 'Milk' }).click()
  await stored(todo, ({ finished }) => finished)
  await details(page)
    .getByText(/^Made .*Finished/)
    .waitFor()
  await openChip(page, 'List')
  await choose(details(page).getByRole('combobox', { name: 'List' }), 'Elsewhere')
  await stored(todo, ({ list }) => list === other.id)
  await page.getByRole('button', { name: 'Close the details' }).focus()
  for (let step = 0; step < 3; step++) await page.keyboard.press('Control+z')
  const { list, priority, finished } = await stored(todo, ({ priority }) => priority === 'none')
  expect([list, priority, finished]).toEqual([todo.list, 'none', false])
  expect(opened.errors).toEqual([])
})

test('[P21] it is deleted there, and comes back by Undo', async () => {
  await using opened = await openDetails({ name: 'Milk' })
  const { page, todo } = opened
  await details(page).getByRole('button', { name: 'Delete' }).click()
  await details(page).waitFor({ state: 'detached' })
  await stored(todo, ({ deletedAt }) => deletedAt !== null)
  await page.getByRole('button', { name: 'Undo' }).click()
  await row(page, todo).waitFor()
  await stored(todo, ({ deletedAt }) => deletedAt === null)
})

test('[P22] the name: Enter and leaving save it, Escape does not, of several lines it makes one', async () => {
  await using opened = await openDetails({ name: 'Milk' })
  const { page, todo } = opened
  await nameField(page).fill('Oat milk')
  await nameField(page).press('Enter')
  await stored(todo, ({ name }) => name === 'Oat milk')
  await nameField(page).fill('Something else')
  await nameField(page).press('Escape')
  expect(await nameField(page).inputValue()).toBe('Oat milk')
  await details(page).waitFor()
  await nameField(page).fill('Soy\n  milk ')
  await page.getByRole('textbox', { name: 'Add a todo' }).click()
  await stored(todo, ({ name }) => name === 'Soy milk')
  expect(await row(page, todo).textContent()).toBe('Soy milk')
})

test('[P22] an empty name asks whether to delete the todo', async () => {
  await using opened = await openDetails({ name: 'Milk' })
  const { page, todo } = opened
  const dialog = page.getByRole('dialog')
  await nameField(page).fill(' ')
  await nameField(page).press('Enter')
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  expect(await nameField(page).inputValue()).toBe('Milk')
  await nameField(page).fill('')
  await nameField(page).press('Enter')
  await dialog.getByRole('button', { name: 'Delete' }).click()
  await stored(todo, ({ deletedAt }) => deletedAt !== null)
  expect(opened.errors).toEqual([])
})

test('[P23] what is typed stays while the todo is changed elsewhere, which is said; saving keeps it', async () => {
  await using opened = await openDetails({ name: 'Milk', notes: 'Two of them' })
  const { page, todo } = opened
  await nameField(page).fill('Oat milk')
  await client.todos.update(todo.id, { name: 'Goat milk', priority: 'high' })
  await details(page).getByText('Changed elsewhere to “Goat milk”').waitFor()
  expect(await nameField(page).inputValue()).toBe('Oat milk')
  await nameField(page).press('Enter')
  await stored(todo, ({ name, priority }) => name === 'Oat milk' && priority === 'high')
  await details(page).getByRole('button', { name: 'Edit the notes' }).click()
  await notesField(page).fill('Three of them')
  await client.todos.update(todo.id, { notes: 'None' })
  await details(page).getByText('Changed elsewhere to “None”').waitFor()
  await notesField(page).press('Control+Enter')
  await stored(todo, ({ notes }) => notes === 'Three of them')
  // Nothing was typed since: what comes is shown.
  await client.todos.update(todo.id, { name: 'Rice milk' })
  await page.waitForFunction(
    () => document.querySelector<HTMLTextAreaElement>('.details textarea')?.value === 'Rice milk',
  )
})

test('[P24] what is typed is saved on the way to another todo, another place, and when the page is left', async () => {
  await using opened = await openDetails({ name: 'Milk' }, { others: [{ name: 'Bread' }] })
  const { page, todo } = opened
  await notesField(page).fill('Oat')
  await page.goBack().catch(() => {})
  await page.goto(`${server.url}/lists/${todo.list}?todo=${todo.id}`)
  await stored(todo, ({ notes }) => notes === 'Oat')
  await nameField(page).fill('Oat milk')
  await page.evaluate(() => history.pushState(null, '', '/today'))
  await page.evaluate(() => dispatchEvent(new PopStateEvent('popstate')))
  await stored(todo, ({ name }) => name === 'Oat milk')
  expect(opened.errors).toEqual([])
})

test('[P24] a tab that is closed while something is typed has not lost it', async () => {
  await using opened = await openDetails({ name: 'Milk' })
  const { page, todo, context } = opened
  await page.getByText('In sync').first().waitFor()
  await context.setOffline(true)
  await nameField(page).fill('Oat milk')
  await Promise.all([page.waitForEvent('close'), page.close({ runBeforeUnload: true })])
  await context.setOffline(false)
  await using again = await openPage(server, { context, path: `lists/${todo.list}?todo=${todo.id}` })
  await row(again.page, todo).getByText('Oat milk').waitFor()
  await stored(todo, ({ name }) => name === 'Oat milk')
})

const markdown = (page: Page) => details(page).locator('.markdown')

test('[P25] notes are shown as markdown, and a click, Enter or E edits their source', async () => {
  await using opened = await openDetails({
    name: 'Milk',
    notes: '## Which\n\nThe **oat** one\n\n#### Why\n\n# When',
  })
  const { page, todo } = opened
  await markdown(page).getByRole('heading', { name: 'Which', level: 3 }).waitFor()
  // Below the page's own headings, and none left out.
  expect(
    await markdown(page)
      .locator(':is(h3, h4)')
      .evaluateAll((all) => all.map((each) => each.localName)),
  ).toEqual(['h3', 'h4', 'h3'])
  expect(await markdown(page).locator('strong').textContent()).toBe('oat')
  for (const [key, text] of [
    ['Enter', 'one'],
    ['e', 'two'],
  ] as const) {
    await markdown(page).focus()
    await page.keyboard.press(key)
    await notesField(page).fill(`# ${text}`)
    await page.keyboard.press('Control+Enter')
    await markdown(page).getByRole('heading', { name: text }).waitFor()
  }
  await markdown(page).click()
  await notesField(page).fill('# three')
  await page.keyboard.press('Escape')
  await markdown(page).getByRole('heading', { name: 'three' }).waitFor()
  await stored(todo, ({ notes }) => notes === '# three')
  await details(page).waitFor()
  expect(opened.errors).toEqual([])
})

const hostile = `<script>planted = 1</script> <img src=x onerror="planted = 1"> <b style="position:fixed" onclick="planted = 1">bold</b>
<style>body { display: none }</style>

<div class="toasts" id="app">block</div>

[script](javascript:planted=1) [data](data:text/html,<script>planted=1</script>) [fine](https://example.org/a)
![far](https://example.org/far.png) ![near](icons/none.png) ![inline](data:image/gif;base64,R0lGODlhAQABAAAAACw=)
<a href="https://example.org" target=_self>raw</a> &lt;i&gt; <svg><script>planted = 1</script></svg>
`

test('[P25] markup in notes is text, links leave without a trace, far images are links', async () => {
  await using opened = await openDetails({ name: 'Milk', notes: hostile })
  const { page } = opened
  const requested: string[] = []
  page.on('request', (request) => requested.push(request.url()))
  const link = markdown(page).getByRole('link', { name: 'fine' })
  await link.waitFor()
  const seen = await markdown(page).evaluate((element) => ({
    tags: [...new Set([...element.querySelectorAll('*')].map(({ localName }) => localName))].toSorted(),
    attributes: [...new Set([...element.querySelectorAll('*')].flatMap((each) => each.getAttributeNames()))],
    text: element.textContent,
    planted: 'planted' in globalThis,
  }))
  expect(seen.tags).toEqual(['a', 'img', 'p'])
  expect(seen.attributes.toSorted()).toEqual(['alt', 'dir', 'href', 'rel', 'src', 'target'])
  for (const text of [
    '<script>planted = 1</script>',
    '<style>body',
    '<div class="toasts"',
    'onerror=',
    '<i>',
  ])
    expect(seen.text).toContain(text)
  expect(seen.planted).toBe(false)
  const hrefs = await markdown(page)
    .locator('a')
    .evaluateAll((links) => links.map((link) => [link.textContent, link.getAttribute('href')]))
  expect(hrefs).toEqual([
    ['script', null],
    ['data', null],
    ['fine', 'https://example.org/a'],
    ['far', 'https://example.org/far.png'],
    ['near', 'icons/none.png'],
  ])
  expect(await link.getAttribute('rel')).toBe('noopener noreferrer')
  expect(await link.getAttribute('target')).toBe('_blank')
  expect(requested.filter((url) => !url.startsWith(server.url) && !url.startsWith('data:'))).toEqual([])
  expect(opened.errors).toEqual([])
})

test('[P202] an image in notes is shown from the notes alone: any other address is a link, and nothing is asked for', async () => {
  const addresses = [
    '/api/v1/export',
    'api/v1/changes?wait=25',
    '../changes',
    '?cursor=1',
    '//localhost/api/v1/export',
    `${server.url}/api/v1/todos`,
    'HTTPS://example.org/far.png',
    'blob:https://example.org/1',
    'icons/icon.svg',
  ]
  const inline = 'data:image/gif;base64,R0lGODlhAQABAAAAACw='
  const notes = [...addresses, inline].map((address, at) => `![at ${at}](${address})`).join('\n\n')
  await using opened = await openDetails({ name: 'Milk', notes: 'x' })
  const { page, todo } = opened
  await markdown(page).getByText('x').waitFor()
  await page.getByText('In sync').first().waitFor()
  // What comes with the page itself has been asked for by then.
  await page.waitForLoadState('networkidle')
  const requested: string[] = []
  page.on('request', (request) => requested.push(request.url()))
  await client.todos.update(todo.id, { notes })
  await markdown(page)
    .getByRole('img', { name: `at ${addresses.length}` })
    .waitFor({ state: 'attached' })
  const images = await markdown(page)
    .locator('img')
    .evaluateAll((all) => all.map((each) => each.getAttribute('src')))
  expect(images).toEqual([inline])
  expect(await markdown(page).locator('a').allTextContents()).toEqual(addresses.map((_, at) => `at ${at}`))
  // A picture that was asked for would be by now: this one was asked for after them.
  await page.evaluate(async () => void (await fetch('livez')))
  expect(requested.filter((url) => !url.startsWith('data:'))).toEqual([`${server.url}/livez`])
  expect(opened.errors).toEqual([])
})

test('[P26] a box in notes turns by a click and by the space bar, and changes the source at its place', async () => {
  const notes = [
    '```',
    '- [ ] no box',
    '```',
    '1. [x] first',
    '',
    '> - [ ] quoted',
    '',
    '- [ ] last',
    '',
  ].join('\r\n')
  await using opened = await openDetails({ name: 'Milk', notes })
  const { page, todo } = opened
  await markdown(page).getByRole('checkbox', { name: 'last' }).click()
  await stored(todo, (now) => now.notes === notes.replace('[ ] last', '[x] last'))
  await markdown(page).getByRole('checkbox', { name: 'first' }).click()
  await markdown(page).getByRole('checkbox', { name: 'quoted' }).focus()
  await page.keyboard.press('Space')
  const turned = '- [x] quoted'
  await stored(todo, (now) => now.notes.includes(turned) && now.notes.includes('1. [ ] first'))
  await markdown(page).getByRole('checkbox', { name: 'quoted', checked: true }).waitFor()
  await hasFocus(page, '.markdown input')
  expect(await notesField(page).count()).toBe(0)
})

/** Each of 64 KiB, and bad for parsers of markdown: by depth, by pairs that never close, by length alone. */
const bad = {
  brackets: '[',
  emphasis: '_a',
  quotes: '>',
  'quoted lists': '> - ',
  'one paragraph': 'lorem ipsum ',
  lines: 'a\n',
  links: '[a](',
  autolinks: 'www.',
  boxes: '- [ ] a\n',
}

test('[P27] notes of any text up to their limit are shown without holding the page up', async () => {
  await using opened = await openDetails({ name: 'Milk', notes: 'x' })
  const { page, todo } = opened
  await markdown(page).getByText('x').waitFor()
  for (const [name, part] of Object.entries(bad)) {
    const notes = part.repeat(65_536 / part.length)
    await page.evaluate(() => {
      const watched = globalThis as unknown as { longestMs: number }
      watched.longestMs = 0
      let last = performance.now()
      const turn = () => {
        const now = performance.now()
        watched.longestMs = Math.max(watched.longestMs, now - last)
        last = now
        setTimeout(turn)
      }
      turn()
    })
    await client.todos.update(todo.id, { notes })
    await page.waitForFunction(
      (start) => {
        const text = document.querySelector('.markdown')?.textContent ?? ''
        return text.length > 10_000 && text.trimStart().startsWith(start)
      },
      part.trim().slice(0, 2),
    )
    const longestMs = await page.evaluate(() => (globalThis as unknown as { longestMs: number }).longestMs)
    expect([name, longestMs > 2_500]).toEqual([name, false])
  }
  expect(opened.errors).toEqual([])
})

test('[P27] notes that are longer than their limit are not saved, and stay as they were typed', async () => {
  await using opened = await openDetails({ name: 'Milk', notes: 'x' })
  const { page, todo } = opened
  await details(page).getByRole('button', { name: 'Edit the notes' }).click()
  const long = 'é'.repeat(40_000)
  await notesField(page).fill(long)
  await details(page).getByText('more than notes can hold').waitFor()
  await page.getByRole('button', { name: 'Close the details' }).click()
  await details(page).waitFor({ state: 'detached' })
  await page.goBack()
  expect(await notesField(page).inputValue()).toBe(long)
  await notesField(page).fill('é'.repeat(32_768))
  await notesField(page).press('Control+Enter')
  await stored(todo, ({ notes }) => notes.length === 32_768)
  expect(opened.errors).toEqual([])
})

test('[P28] a due date and time; the zone of another place is shown and kept', async () => {
  await using opened = await openDetails(
    { name: 'Milk', due: '2030-05-06T09:00[Asia/Tokyo]' },
    { timezoneId: 'Europe/Berlin' },
  )
  const { page, todo } = opened
  await openChip(page, 'Due')
  await details(page).getByText('The time is that of Asia/Tokyo.').waitFor()
  await writeDate(page, 'Due date', '2030-05-07 10:00')
  await stored(todo, ({ due }) => due === '2030-05-07T10:00[Asia/Tokyo]')
  await writeDate(page, 'Due date', '10:30')
  await stored(todo, ({ due }) => due === '2030-05-07T10:30[Asia/Tokyo]')
  await writeDate(page, 'Due date', '2030-05-07')
  await stored(todo, ({ due }) => due === '2030-05-07')
  await writeDate(page, 'Due date', '8am')
  await stored(todo, ({ due }) => due === '2030-05-07T08:00[Europe/Berlin]')
  await writeDate(page, 'Due date', '')
  await stored(todo, ({ due }) => due === null)
  await writeDate(page, 'Due date', 'tomorrow')
  const tomorrow = await page.evaluate(() => {
    const day = new Date()
    day.setDate(day.getDate() + 1)
    return day.toLocaleDateString('sv')
  })
  await stored(todo, ({ due }) => due === tomorrow)
  expect(opened.errors).toEqual([])
})

test('[P28] typing a date saves the one that was meant, once', async () => {
  await using opened = await openDetails({ name: 'Milk', due: '2030-05-06' })
  const { page, todo } = opened
  await openChip(page, 'Due')
  await details(page).getByLabel('Due date').first().focus()
  await page.keyboard.type('31 Dec 2031', { delay: 30 })
  await page.keyboard.press('Tab')
  const { version } = await stored(todo, ({ due }) => due === '2031-12-31')
  expect(version).toBe(todo.version + 1)
})

test('[P29] labels: Enter and a comma add, those in use are suggested, each is removed by its button', async () => {
  await using opened = await openDetails(
    { name: 'Milk', labels: ['shop'] },
    { others: [{ name: 'Tea', labels: ['Tée'] }] },
  )
  const { page, todo } = opened
  await openChip(page, 'Labels')
  const field = details(page).getByRole('combobox', { name: 'Add a label' })
  await field.fill('urgent')
  await field.press('Enter')
  await field.pressSequentially('kitchen,')
  await stored(todo, ({ labels }) => labels.join() === 'shop,urgent,kitchen')
  await field.pressSequentially('te')
  await details(page).getByRole('option', { name: 'Tée' }).waitFor()
  await field.press('ArrowDown')
  const active = await field.getAttribute('aria-activedescendant')
  expect(await page.locator(`[id="${active}"]`).textContent()).toBe('Tée')
  await field.press('Enter')
  await details(page).getByRole('button', { name: 'Remove the label “urgent”' }).click()
  await stored(todo, ({ labels }) => labels.join() === 'shop,kitchen,Tée')
  expect(await field.evaluate((element) => element === document.activeElement)).toBe(true)
  expect(opened.errors).toEqual([])
})

test('[P30] subtodos: added by Enter and by pasted lines, finished, opened, and back to the one above', async () => {
  await using opened = await openDetails({ name: 'Trip' })
  const { page, todo } = opened
  const field = details(page).getByRole('textbox', { name: 'Add a subtodo' })
  await field.fill('Book the train')
  await field.press('Enter')
  await field.evaluate((element) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', 'Pack\nLeave\n')
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, cancelable: true, bubbles: true }))
  })
  const items = details(page).getByRole('region', { name: 'Subtodos' }).getByRole('listitem')
  await items.getByRole('button', { name: 'Leave' }).waitFor()
  expect(await items.locator('.name').allTextContents()).toEqual(['Book the train', 'Pack', 'Leave'])
  await items.getByRole('checkbox', { name: 'Pack' }).click()
  await details(page).getByText('1 of 3 subtodos finished').waitFor({ state: 'attached' })
  await items.getByRole('button', { name: 'Pack' }).click()
  await page.waitForFunction(
    () => document.querySelector<HTMLTextAreaElement>('.details textarea')?.value === 'Pack',
  )
  await details(page).getByRole('button', { name: 'Part of “Trip”' }).click()
  await items.getByRole('button', { name: 'Leave' }).waitFor()
  const made = (await Array.fromAsync(client.todos.all({ list: todo.list }))).filter(({ parent }) => parent)
  expect(made.map(({ parent }) => parent)).toEqual([todo.id, todo.id, todo.id])
  expect(opened.errors).toEqual([])
})

test('[P31] a todo that is deleted elsewhere is not shown as if it were there, and can be restored', async () => {
  await using opened = await openDetails({ name: 'Milk' })
  const { page, todo } = opened
  await client.todos.delete(todo.id)
  await details(page).getByText('You deleted “Milk”').waitFor()
  expect(await nameField(page).count()).toBe(0)
  await details(page).getByRole('button', { name: 'Bring it back' }).click()
  await nameField(page).waitFor()
  await stored(todo, ({ deletedAt }) => deletedAt === null)
  await page.goto(`${server.url}/?todo=01990000-0000-7000-8000-000000000000`)
  await details(page).getByText('This todo is not here.').waitFor()
  expect(opened.errors).toEqual([])
})
