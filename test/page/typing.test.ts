/** How what is typed is sent, how long it may be, and what becomes of it in lists, tabs and accounts (SPEC.md, P205 to P212). */
import { expect, test } from 'bun:test'
import type { BrowserContext, Page } from 'playwright-core'
import type { Todo, TodoInput } from '../../src/client/client.ts'
import { typingLimits } from '../../src/model/typing-limits.ts'
import { openAs, people, signedInAs, signIn, startAccounts } from '../support/accounts-page.ts'
import { openBehind } from '../support/away.ts'
import { violations } from '../support/axe.ts'
import { openPage, refuseWorkers, type OpenPage } from '../support/browser.ts'
import { servePages } from '../support/page-server.ts'
import { chipOf, expectNames, field as addField, focused, nameOf, openChip } from '../support/todo-page.ts'
import { until } from '../support/until.ts'

const server = await servePages()
const { client } = server

const wide = { viewport: { width: 1_360, height: 900 } }
const details = (page: Page) => page.locator('.details')
const notesField = (page: Page) => details(page).getByRole('textbox', { name: 'Notes' })
const editor = (page: Page) => page.locator('.name-editor')
const mark = (page: Page) => page.locator('.sync-mark:visible').first()

const stored = (id: string, holds: (todo: Todo) => boolean, what: string): Promise<void> =>
  until(async () => holds(await client.todos.get(id)), what)

async function newTodo(fields: Partial<TodoInput> = {}): Promise<Todo> {
  const list = await client.lists.create({ name: 'Mine' })
  return client.todos.create({ list: list.id, name: 'one', ...fields })
}

/** What the history says of a todo's notes, the newest first. */
async function notesTold(id: string): Promise<unknown[]> {
  const response = await client.request('GET', `api/v1/todos/${id}/history?field=notes`)
  const { items } = (await response.json()) as { items: { changes: { fields: Record<string, unknown> }[] }[] }
  return items.map(({ changes: [change] }) => change?.fields['notes'])
}

/** With a clock that can be put forward: nothing is waited for by the real one. */
const withClock = (context: BrowserContext): Promise<void> => context.clock.install()

async function openNotes(fields: Partial<TodoInput> = {}): Promise<OpenPage & { todo: Todo }> {
  const todo = await newTodo(fields)
  const path = `lists/${todo.list}?todo=${todo.id}`
  const opened = await openPage(server, { ...wide, path, prepare: withClock })
  await opened.page.getByText('In sync').first().waitFor()
  if (fields.notes) await details(opened.page).getByRole('button', { name: 'Edit the notes' }).click()
  return { ...opened, todo }
}

/** As a browser tells it of a tab that is put away, and comes back. */
async function hide(page: Page, isHidden: boolean): Promise<void> {
  await page.evaluate((isHidden) => {
    Object.defineProperty(document, 'hidden', { configurable: true, value: isHidden })
    document.dispatchEvent(new Event('visibilitychange'))
  }, isHidden)
}

test('[P205] notes are sent after 10 s without a key, and when the page is put away; one visit is one entry and one undo', async () => {
  await using opened = await openNotes({ notes: 'before' })
  const { page, todo } = opened
  await notesField(page).fill('first')
  await page.clock.fastForward(9_000)
  // Something that is sent later comes to the server later.
  await client.todos.update(todo.id, { priority: 'low' })
  await chipOf(page, 'Priority').filter({ hasText: 'Low' }).waitFor()
  expect((await client.todos.get(todo.id)).notes).toBe('before')
  await page.clock.fastForward(2_000)
  await stored(todo.id, ({ notes }) => notes === 'first', 'it is sent after a pause')
  await notesField(page).press('End')
  await notesField(page).pressSequentially(', second')
  await hide(page, true)
  await stored(todo.id, ({ notes }) => notes === 'first, second', 'it is sent when the page is put away')
  await hide(page, false)
  await notesField(page).pressSequentially(', third')
  await page.clock.fastForward(11_000)
  await stored(todo.id, ({ notes }) => notes === 'first, second, third', 'it is sent again')
  // It is still being written.
  expect(await notesField(page).inputValue()).toBe('first, second, third')
  await notesField(page).pressSequentially('!')
  await notesField(page).press('Escape')
  await stored(todo.id, ({ notes }) => notes === 'first, second, third!', 'it is sent on leaving')
  expect(await notesTold(todo.id)).toEqual([
    { from: 'before', to: 'first, second, third!' },
    { from: null, to: 'before' },
  ])
  await page.keyboard.press('Control+z')
  await stored(todo.id, ({ notes }) => notes === 'before', 'one undo takes all of it back')
  await page.keyboard.press('Control+Shift+z')
  await stored(todo.id, ({ notes }) => notes === 'first, second, third!', 'and one brings it again')
  expect(opened.errors).toEqual([])
})

test('[P205] each visit is an entry and an undo of its own, also when one comes back to the field after an hour', async () => {
  await using opened = await openNotes({ notes: 'before' })
  const { page, todo } = opened
  await notesField(page).fill('first')
  await page.clock.fastForward(11_000)
  await stored(todo.id, ({ notes }) => notes === 'first', 'the first part')
  await page.clock.fastForward(61 * 60 * 1_000)
  await notesField(page).press('End')
  await notesField(page).pressSequentially(' and second')
  await notesField(page).press('Escape')
  await stored(todo.id, ({ notes }) => notes === 'first and second', 'the second part')
  expect(await notesTold(todo.id)).toEqual([
    { from: 'first', to: 'first and second' },
    { from: 'before', to: 'first' },
    { from: null, to: 'before' },
  ])
  await page.keyboard.press('Control+z')
  await stored(todo.id, ({ notes }) => notes === 'first', 'the last visit alone')
  await page.keyboard.press('Control+z')
  await stored(todo.id, ({ notes }) => notes === 'before', 'then the one before')
})

test('[P205] what is typed is not written over a text of somebody else by a pause, but when the field is left', async () => {
  await using opened = await openNotes({ notes: 'before' })
  const { page, todo } = opened
  await notesField(page).fill('mine')
  await client.todos.update(todo.id, { notes: 'theirs' })
  await details(page).getByText('Changed elsewhere to “theirs”').waitFor()
  await page.clock.fastForward(31_000)
  // Something that is sent later comes to the server later.
  await client.todos.update(todo.id, { priority: 'low' })
  await chipOf(page, 'Priority').filter({ hasText: 'Low' }).waitFor()
  expect((await client.todos.get(todo.id)).notes).toBe('theirs')
  await page.getByRole('textbox', { name: 'Add a subtodo' }).fill('after it')
  await stored(todo.id, ({ notes }) => notes === 'mine', 'it is saved when the field is left')
  expect(await notesTold(todo.id)).toEqual([
    { from: 'theirs', to: 'mine' },
    { from: 'before', to: 'theirs' },
    { from: null, to: 'before' },
  ])
})

test('[P205] while another window has the focus the visit goes on', async () => {
  await using opened = await openNotes({ notes: 'before' })
  const { page, todo } = opened
  await notesField(page).fill('first')
  // As a browser tells it when one goes to another window.
  await notesField(page).evaluate((element) => {
    document.hasFocus = () => false
    element.dispatchEvent(new FocusEvent('blur'))
  })
  await page.clock.fastForward(2_000)
  expect(await notesField(page).inputValue()).toBe('first')
  await page.evaluate(() => void (document.hasFocus = () => true))
  await notesField(page).press('End')
  await notesField(page).pressSequentially(' and second')
  await notesField(page).press('Escape')
  await stored(todo.id, ({ notes }) => notes === 'first and second', 'it is saved')
  expect(await notesTold(todo.id)).toEqual([
    { from: 'before', to: 'first and second' },
    { from: null, to: 'before' },
  ])
})

test('[P205] without the network one change of a visit waits, however often there is a pause', async () => {
  const todo = await newTodo({ notes: 'before' })
  const path = `lists/${todo.list}?todo=${todo.id}`
  await using opened = await openBehind(server, { ...wide, path, prepare: withClock })
  const { page } = opened
  await page.getByText('In sync').first().waitFor()
  await details(page).getByRole('button', { name: 'Edit the notes' }).click()
  await opened.leave()
  for (const text of ['one', 'one two', 'one two three']) {
    await notesField(page).fill(text)
    await page.clock.fastForward(11_000)
  }
  await until(async () => /Offline · 1 waiting/.test((await mark(page).textContent()) ?? ''), 'one waits')
  await notesField(page).press('Escape')
  await until(async () => /Offline · 2 waiting/.test((await mark(page).textContent()) ?? ''), 'and the last')
  await opened.comeBack()
  await page.clock.fastForward(60_000)
  await stored(todo.id, ({ notes }) => notes === 'one two three', 'all of it came')
  expect(await notesTold(todo.id)).toEqual([
    { from: 'before', to: 'one two three' },
    { from: null, to: 'before' },
  ])
})

test('[P206] what is written for a new todo is kept for each list and for Today, with the chips that were taken away', async () => {
  const [one, two] = [await newTodo(), await newTodo()]
  await using opened = await openPage(server, { ...wide, path: `lists/${one.list}` })
  const { page } = opened
  const go = (path: string) =>
    page.evaluate((path) => {
      history.pushState(null, '', path)
      dispatchEvent(new PopStateEvent('popstate'))
    }, path)
  const chips = page.locator('.quick-chip')
  await addField(page).fill('call mum tomorrow !high')
  await chips.nth(1).waitFor()
  await page.locator('.quick-chip[data-kind="due"]').click()
  await until(async () => (await chips.count()) === 1, 'one chip is left')
  await go(`/lists/${two.list}`)
  await until(async () => (await addField(page).inputValue()) === '', 'the other list has nothing')
  await addField(page).fill('of the other')
  await go('/today')
  await until(async () => (await addField(page).inputValue()) === '', 'Today has nothing')
  await addField(page).fill('of today')
  await go(`/lists/${one.list}`)
  await until(
    async () => (await addField(page).inputValue()) === 'call mum tomorrow !high',
    'it is there again',
  )
  expect(await chips.count()).toBe(1)
  await page.reload()
  await until(async () => (await addField(page).inputValue()) === 'call mum tomorrow !high', 'also anew')
  await until(async () => (await chips.count()) === 1, 'with its chip')
  await addField(page).press('Enter')
  await expectNames(page, ['one', 'call mum tomorrow'])
  await page.reload()
  await nameOf(page, 'call mum tomorrow').waitFor()
  expect(await addField(page).inputValue()).toBe('')
  await go('/today')
  await until(async () => (await addField(page).inputValue()) === 'of today', 'the others wait')
  expect(opened.errors).toEqual([])
})

test('[P206] tabs do not write over each other, and what crashed tabs had is there one after the other', async () => {
  const { list } = await newTodo()
  await using opened = await openPage(server, { ...wide, path: `lists/${list}` })
  const { context } = opened
  const others: Page[] = []
  for (const text of ['of the second', 'of the third']) {
    const { page } = await openPage(server, { context, path: `lists/${list}` })
    await addField(page).fill(text)
    others.push(page)
  }
  await addField(opened.page).fill('of the first')
  const draftsOf = (page: Page) =>
    page.evaluate(() => Object.keys(localStorage).filter((key) => / draft /.test(key)).length)
  await until(async () => (await draftsOf(opened.page)) === 3, 'each has its own')
  for (const page of others) {
    const session = await context.newCDPSession(page)
    const crashed = page.waitForEvent('crash')
    session.send('Page.crash').catch(() => {})
    await crashed
  }
  expect(await addField(opened.page).inputValue()).toBe('of the first')
  for (const added of ['of the first', undefined, undefined]) {
    const text = added ?? (await addField(opened.page).inputValue())
    await addField(opened.page).press('Enter')
    await nameOf(opened.page, text).waitFor()
    await opened.page.reload()
    const left = (await Array.fromAsync(client.todos.all({ list }))).length
    if (left < 4) await until(async () => (await addField(opened.page).inputValue()) !== '', 'the next one')
  }
  await expectNames(opened.page, ['one', ...(await namesAdded(list))])
  expect((await namesAdded(list)).toSorted()).toEqual(['of the first', 'of the second', 'of the third'])
})

const namesAdded = async (list: string): Promise<string[]> =>
  (await Array.fromAsync(client.todos.all({ list }))).map(({ name }) => name).filter((name) => name !== 'one')

const words = (count: number) => Array.from({ length: count }, (_, at) => `word${at}`).join(' ')

/** Name and notes together are what was written. */
function expectWhole({ name, notes }: Todo, text: string): void {
  expect([...name].length).toBeLessThanOrEqual(typingLimits.nameLengthMax)
  expect(name.endsWith('…')).toBe(true)
  expect(`${name.slice(0, -1)}${notes}`.replaceAll(/\s/g, '')).toBe(text.replaceAll(/\s/g, ''))
}

test('[P207] a line that is too long for a name goes on in the notes, which a line says', async () => {
  const { list, id } = await newTodo({ notes: 'what was there' })
  await using opened = await openPage(server, { ...wide, path: `lists/${list}` })
  const { page } = opened
  const says = page.getByText('Too long for a name: the rest goes into the notes.')
  const made = async (count: number) => {
    await until(async () => (await client.todos.page({ list })).items.length === count, `${count} todos`)
    return (await client.todos.page({ list })).items.at(-1) as Todo
  }
  const [long, chinese] = [words(80), '很长'.repeat(200)]
  for (const [at, text] of [long, chinese].entries()) {
    await addField(page).fill(text)
    await says.waitFor()
    await addField(page).press('Enter')
    expectWhole(await made(2 + at), text)
    await says.waitFor({ state: 'detached' }).catch(() => {})
    expect(await says.count()).toBe(0)
  }
  expect((await made(3)).name).toHaveLength(typingLimits.nameLengthMax)
  // Several lines, of which one is too long.
  await addField(page).evaluate((element, text) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', text)
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, cancelable: true, bubbles: true }))
  }, `short\n${long}`)
  await page.getByRole('button', { name: 'Add 2 todos' }).click()
  expectWhole(await made(5), long)
  // A name that is there, in its row and in the details: before what the notes have already.
  await nameOf(page, 'one').dblclick()
  await editor(page).fill(long)
  await page.locator('.todo').getByText('Too long for a name').waitFor()
  await editor(page).press('Enter')
  await stored(id, ({ name }) => name.endsWith('…'), 'it is renamed')
  const renamed = await client.todos.get(id)
  expect(renamed.notes.endsWith('\n\nwhat was there')).toBe(true)
  expectWhole({ ...renamed, notes: renamed.notes.replace('\n\nwhat was there', '') }, long)
  await page.goto(`${server.url}/lists/${list}?todo=${id}`)
  await details(page).getByRole('textbox', { name: 'Name', exact: true }).fill(`again ${long}`)
  await says.waitFor()
  await details(page).getByRole('textbox', { name: 'Name', exact: true }).press('Enter')
  await stored(id, ({ name }) => name.startsWith('again'), 'it is renamed once more')
  await details(page).getByRole('textbox', { name: 'Add a subtodo' }).fill(long)
  await says.waitFor()
  await details(page).getByRole('textbox', { name: 'Add a subtodo' }).press('Enter')
  expectWhole(await made(6), long)
  expect(opened.errors).toEqual([])
})

test('[P207] what has no notes, or is too long for those as well, stays in its field, which a line says', async () => {
  const { list } = await newTodo()
  await using opened = await openPage(server, { ...wide, path: `lists/${list}` })
  const { page } = opened
  await page.locator('main .title h1').dblclick()
  await editor(page).fill(words(80))
  await page.getByText('Too long: a name has at most 255 characters.').waitFor()
  await editor(page).press('Enter')
  await page.locator('.tools').click({ position: { x: 1, y: 1 } })
  expect(await editor(page).inputValue()).toBe(words(80))
  await editor(page).fill('short enough')
  await editor(page).press('Enter')
  await page.getByRole('heading', { name: 'short enough' }).waitFor()
  const endless = words(12_000)
  await addField(page).fill(endless)
  await addField(page).press('Enter')
  await page.locator('.toast', { hasText: 'does not take this text' }).waitFor()
  expect(await addField(page).inputValue()).toBe(endless)
  await addField(page).fill('')
  await page.goto(`${server.url}/lists/${list}?todo=${(await client.todos.page({ list })).items[0]?.id}`)
  await openChip(page, 'Labels')
  const label = details(page).getByRole('combobox', { name: 'Add a label' })
  await label.fill('l'.repeat(65))
  await label.press('Enter')
  await details(page).getByText('A label has at most 64 characters.').waitFor()
  expect(await label.inputValue()).toBe('l'.repeat(65))
  await label.fill('short')
  await label.press('Enter')
  await details(page).getByRole('button', { name: 'Remove the label “short”' }).waitFor()
  expect((await client.todos.page({ list })).items).toHaveLength(1)
  expect(opened.errors).toEqual([])
})

test('[P208] of more lines than are added at once the rest is offered next', async () => {
  const { list } = await newTodo()
  await using opened = await openPage(server, { ...wide, path: `lists/${list}` })
  const { page } = opened
  await addField(page).evaluate((element) => {
    const clipboardData = new DataTransfer()
    const lines = Array.from({ length: 1_200 }, (_, at) => `line ${at}`)
    clipboardData.setData('text/plain', lines.join('\n'))
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, cancelable: true, bubbles: true }))
  })
  await page.getByRole('button', { name: 'Add 1,000 todos' }).click()
  await page.getByRole('button', { name: 'Add 200 todos' }).click()
  const all = () => Array.fromAsync(client.todos.all({ list, limit: 1_000 }))
  await until(async () => (await all()).length === 1_201, 'all are there')
  expect((await all()).at(-1)?.name).toBe('line 1199')
})

/** Until it is opened, no part of the page that comes later does. */
function gateLater(): { prepare: (context: BrowserContext) => Promise<void>; open: () => void } {
  const gate = Promise.withResolvers<void>()
  return {
    open: () => gate.resolve(),
    async prepare(context) {
      await refuseWorkers(context)
      await context.route(/\/assets\/later-[^/]*\.js$/, async (route) => {
        await gate.promise
        await route.continue()
      })
    },
  }
}

test('[P209] letters typed after "/" reach the search, however slowly it loads, and do nothing to the list', async () => {
  const todo = await newTodo({ name: 'milk' })
  await client.todos.create({ list: todo.list, name: 'nothing to find' })
  const gate = gateLater()
  await using opened = await openPage(server, { ...wide, path: `lists/${todo.list}`, prepare: gate.prepare })
  const { page } = opened
  await nameOf(page, 'milk').focus()
  await page.keyboard.type('/nmi')
  await page.keyboard.press('Backspace')
  await page.keyboard.press('Backspace')
  await page.keyboard.press('Backspace')
  await page.keyboard.type('mx')
  await page.keyboard.press('Backspace')
  await page.keyboard.type('i')
  gate.open()
  await page.getByRole('searchbox').waitFor()
  expect(await focused(page)).toBe('Search all todos')
  await page.keyboard.type('lk')
  expect(await page.getByRole('searchbox').inputValue()).toBe('milk')
  await expectNames(page, ['milk'])
  await page.waitForURL('**/search?q=milk')
  // Nothing that was typed was taken for a key of the list.
  expect((await client.todos.page({ list: todo.list })).items.map(({ name }) => name)).toEqual([
    'milk',
    'nothing to find',
  ])
  // There it leads to the field.
  await nameOf(page, 'milk').focus()
  await page.keyboard.type('/')
  expect(await focused(page)).toBe('Search all todos')
  expect(opened.errors).toEqual([])
})

test('[P209] a word that is half written with an input method is not broken off by the search that comes', async () => {
  const todo = await newTodo({ name: '家务' })
  const gate = gateLater()
  await using opened = await openPage(server, { ...wide, path: `lists/${todo.list}`, prepare: gate.prepare })
  const { page, context } = opened
  await nameOf(page, '家务').focus()
  await page.keyboard.type('/')
  const session = await context.newCDPSession(page)
  await session.send('Input.imeSetComposition', { text: 'jia', selectionStart: 3, selectionEnd: 3 })
  gate.open()
  await page.waitForFunction(() =>
    performance.getEntriesByType('resource').some(({ name }) => /later-/.test(name)),
  )
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 300)))
  expect(await page.getByRole('searchbox').count()).toBe(0)
  await session.send('Input.insertText', { text: '家' })
  await page.getByRole('searchbox').waitFor()
  expect(await page.getByRole('searchbox').inputValue()).toBe('家')
  await expectNames(page, ['家务'])
  expect(opened.errors).toEqual([])
})

test('[P209] so do letters typed after Ctrl+K reach the palette, which gives the focus back', async () => {
  const todo = await newTodo({ name: 'milk' })
  const gate = gateLater()
  await using opened = await openPage(server, { ...wide, path: `lists/${todo.list}`, prepare: gate.prepare })
  const { page } = opened
  await nameOf(page, 'milk').focus()
  await page.keyboard.press('Control+k')
  await page.keyboard.type('go to tr')
  gate.open()
  await page.getByRole('dialog', { name: 'Commands' }).waitFor()
  expect(await page.getByRole('combobox').inputValue()).toBe('go to tr')
  await page.keyboard.press('Escape')
  await page.locator('dialog').waitFor({ state: 'detached' })
  expect(await focused(page)).toBe('milk')
  await page.keyboard.press('Control+k')
  expect(await page.getByRole('combobox').inputValue()).toBe('')
  expect(opened.errors).toEqual([])
})

const kept = (page: Page): Promise<string> =>
  page.evaluate(() => JSON.stringify(Object.entries(localStorage).filter(([key]) => / draft /.test(key))))

test('[P210] what was being typed when a session ended is there for the same account, and for nobody else', async () => {
  await using accounts = await startAccounts()
  const [ann, bob] = (await people(accounts, 'ann', 'bob')) as [Ann, Ann]
  const todo = await ann.newTodo(ann.defaultList, { name: 'milk' })
  const long = await ann.newTodo(ann.defaultList, { name: 'bread' })
  await using opened = await openAs(accounts, ann, { ...wide, path: `?todo=${todo.id}` })
  const { page } = opened
  await addField(page).fill('half a line')
  await notesField(page).fill('half a text')
  await page.locator(`[data-todo="${long.id}"] .name`).click()
  await details(page).getByRole('checkbox', { name: 'bread' }).waitFor()
  // What can't be saved is kept, and not told to whoever sits there then.
  await notesField(page).fill('half a '.repeat(12_000))
  await ann.done('DELETE', '/sessions')
  await page.getByRole('button', { name: 'Sign in', exact: true }).waitFor()
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 700)))
  expect(await page.locator('body').textContent()).not.toContain('half')
  await signIn(page, 'bob')
  await signedInAs(page, 'bob')
  expect(await addField(page).inputValue()).toBe('')
  expect(await page.locator('.toast').count()).toBe(0)
  await bob.done('DELETE', '/sessions')
  await page.getByRole('button', { name: 'Sign in', exact: true }).waitFor()
  await signIn(page, 'ann')
  await signedInAs(page, 'ann')
  await until(async () => (await addField(page).inputValue()) === 'half a line', 'the line is there')
  await until(
    async () => (await ann.ask('GET', `/api/v1/todos/${todo.id}`)).body.notes === 'half a text',
    'the notes came',
  )
})

type Ann = Awaited<ReturnType<typeof people>>[number]

test('[P210] signing out says what was typed and goes with what is kept here, and it is gone then', async () => {
  await using accounts = await startAccounts()
  const [ann] = (await people(accounts, 'ann')) as [Ann]
  await using opened = await openAs(accounts, ann, wide)
  const { page } = opened
  await addField(page).fill('half a line')
  await until(async () => (await kept(page)).includes('half a line'), 'it is on the device')
  // What is asked of people, such as a password, is on no device.
  await page.goto(`${accounts.url}/settings`)
  await page.getByRole('button', { name: 'Change password' }).click()
  for (const [at, field] of (await page.locator('.form input.field').all()).entries())
    await field.fill(`secret number ${at}`)
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 700)))
  expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain('secret number')
  await page.getByRole('button', { name: 'Account “ann”' }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('What you have typed and not added goes as well: “half a line”').waitFor()
  await dialog.getByRole('button', { name: 'Sign out' }).click()
  await page.getByRole('button', { name: 'Sign in', exact: true }).waitFor()
  expect(await kept(page)).toBe('[]')
  await signIn(page, 'ann')
  await signedInAs(page, 'ann')
  expect(await addField(page).inputValue()).toBe('')
})

test('[P211] of a todo that is gone it says what was being typed, until that is discarded', async () => {
  const todo = await newTodo({ notes: 'before' })
  await using opened = await openPage(server, { ...wide, path: `lists/${todo.list}?todo=${todo.id}` })
  const { page } = opened
  await details(page).getByRole('button', { name: 'Edit the notes' }).click()
  await notesField(page).fill('what I was writing')
  await client.todos.delete(todo.id)
  await details(page).getByRole('button', { name: 'Bring it back' }).waitFor()
  const typed = details(page).getByRole('textbox', { name: 'What you were typing here' })
  expect(await typed.inputValue()).toBe('what I was writing')
  await page.reload()
  await until(async () => (await typed.inputValue()) === 'what I was writing', 'also when it is loaded anew')
  await details(page).getByRole('button', { name: 'Discard' }).click()
  await typed.waitFor({ state: 'detached' })
  await details(page).getByRole('button', { name: 'Bring it back' }).click()
  await details(page).locator('.markdown').getByText('before').waitFor()
  expect(opened.errors).toEqual([])
})

for (const colorScheme of ['light', 'dark'] as const)
  test(`[P212] axe finds nothing in what says of typed text, and nothing is wider than a phone (${colorScheme})`, async () => {
    const todo = await newTodo({ name: 'milk' })
    const gate = gateLater()
    const phone = { viewport: { width: 320, height: 700 }, colorScheme }
    await using opened = await openPage(server, {
      ...phone,
      path: `lists/${todo.list}`,
      prepare: gate.prepare,
    })
    const { page } = opened
    const found: Record<string, unknown> = {}
    const look = async (name: string) => {
      const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)
      const here = await violations(page)
      if (wide || here.length > 0) found[name] = { wide, here }
    }
    await nameOf(page, 'milk').focus()
    await page.keyboard.type('/mi')
    await look('the search that is on its way')
    await page.goBack()
    await nameOf(page, 'milk').focus()
    await page.keyboard.press('Control+k')
    await page.keyboard.type('go')
    await look('the palette that is on its way')
    gate.open()
    await page.getByRole('dialog', { name: 'Commands' }).waitFor()
    await page.keyboard.press('Escape')
    await page.locator('dialog').waitFor({ state: 'detached' })
    await addField(page).fill(words(60))
    await look('a line that is too long')
    await page.locator('main .title h1').dblclick()
    await editor(page).fill(words(60))
    await look('the name of a list that is too long')
    await page.keyboard.press('Escape')
    await page.locator('.toast').waitFor()
    await look('a name that is offered')
    await page.goto(`${server.url}/lists/${todo.list}?todo=${todo.id}`)
    await notesField(page).fill(words(30))
    await client.todos.delete(todo.id)
    await details(page).getByRole('textbox', { name: 'What you were typing here' }).waitFor()
    await look('a todo that is gone')
    expect(found).toEqual({})
  })
