/** `aiotodo tui`: a list on the whole terminal, live, with the keys of the page. */
import type { LiveReplica, Todo, TodoPatch } from '../../client/client.ts'
import { AppError } from '../../model/errors.ts'
import { clean, remark } from '../output.ts'
import { clientOf, findList, replicaOf, type ServerArguments } from '../connect.ts'
import { lossTexts, retryAll } from './aside.ts'
import { keysOf } from './keys.ts'
import { detailLines, helpLines } from './pages.ts'
import { indented, moved } from './moves.ts'
import { linesOf, roomOf, type Looks } from './screen.ts'
import { quicklyRead } from '../quick.ts'
import { listsOf, rowsOf, type Place, type Row } from './shown.ts'
import { Doing } from './undo.ts'

const enter = '\u001b[?1049h\u001b[?25l\u001b[?2004h'
const leave = '\u001b[?2004l\u001b[?25h\u001b[?1049l'

/** What was done last may take so long to reach the server, behind the end. */
const patienceMs = 2_000

/** @throws AppError `bad_argument` without a terminal */
export async function tui(named: string | undefined, args: ServerArguments): Promise<void> {
  if (!process.stdin.isTTY || !process.stdout.isTTY)
    throw new AppError('bad_argument', { detail: 'There is no terminal; expected one, or "aiotodo ls".' })
  const client = clientOf(args)
  const list = named === undefined ? undefined : await findList(client, named)
  const replica = await replicaOf(client)
  const app = new Tui(replica, list?.id ?? replica.account?.defaultList ?? '')
  await app.run()
  // The terminal is the person's again meanwhile.
  await Promise.race([replica.flush(), Bun.sleep(patienceMs)])
  for (const loss of lossTexts(replica)) remark(loss)
  await replica.close()
}

type Prompt = { label: string; text: string; done: (text: string) => void }

class Tui {
  readonly #replica: LiveReplica
  readonly #doing: Doing
  #place: Place
  #active = ''
  /** Where it stood, for when it is gone. */
  #activeAt = 0
  #top = 0
  #prompt: Prompt | undefined
  #message = ''
  #isHelp = false
  #details = false
  #shown = ''
  #isDrawing = false
  #end: () => void = () => {}

  constructor(replica: LiveReplica, list: string) {
    this.#replica = replica
    this.#doing = new Doing(replica)
    this.#place = { view: 'list', list }
  }

  /** Until the person ends it. The terminal is left as it was found, whatever happens. */
  async run(): Promise<void> {
    const { stdin, stdout } = process
    const stops = [
      this.#replica.watch({}, () => this.#draw()),
      this.#replica.watchLists(() => this.#draw()),
      this.#replica.onStatus(() => this.#draw()),
      this.#replica.onRefused(({ problem }) =>
        this.#say(`Refused: ${problem.title}. ${problem.detail ?? ''}`),
      ),
      this.#replica.onSetAside(({ problem: { title } }) =>
        this.#say(`Set aside: ${title}. Press ! to try again.`),
      ),
      this.#replica.onPlaced(() =>
        this.#say('A subtodo is at the top of its list: the todo above it was moved or deleted meanwhile.'),
      ),
    ]
    // A day begins, and a todo starts, without a key.
    const clock = setInterval(() => this.#draw(), 30_000)
    const onInput = (bytes: Buffer) => this.#hear(bytes.toString('utf8'))
    const onResize = () => {
      this.#shown = ''
      this.#draw()
    }
    const ended = new Promise<void>((resolve) => (this.#end = resolve))
    process.once('SIGTERM', this.#end)
    process.once('SIGHUP', this.#end)
    stdin.setRawMode(true)
    stdin.resume()
    stdout.write(enter)
    try {
      stdin.on('data', onInput)
      stdout.on('resize', onResize)
      this.#draw()
      await ended
    } finally {
      clearInterval(clock)
      for (const stop of stops) stop()
      stdin.off('data', onInput)
      stdout.off('resize', onResize)
      stdin.setRawMode(false)
      stdin.pause()
      stdout.write(leave)
    }
  }

  #hear(input: string): void {
    for (const key of keysOf(input)) {
      this.#message = ''
      if (this.#prompt) this.#write(this.#prompt, key)
      else if (this.#isHelp) this.#isHelp = false
      else this.#press(key)
    }
    this.#draw()
  }

  /** A key while a line is being written. */
  #write(prompt: Prompt, key: string): void {
    if (key === 'Escape' || key === 'Mod+c') this.#prompt = undefined
    else if (key === 'Enter') {
      this.#prompt = undefined
      if (prompt.text.trim() !== '') prompt.done(prompt.text.trim())
    } else if (key === 'Backspace') prompt.text = [...prompt.text].slice(0, -1).join('')
    else if (key === 'Mod+u') prompt.text = ''
    else if (key.startsWith('paste:')) prompt.text += key.slice('paste:'.length).replaceAll(/\s+/g, ' ')
    else if ([...key].length === 1) prompt.text += key
  }

  #press(key: string): void {
    const rows = this.#rows()
    const at = this.#at(rows)
    const row = rows[at]
    if (this.#pressAnywhere(key)) return
    if (key === 'ArrowDown' || key === 'j') return this.#go(rows, at + 1)
    if (key === 'ArrowUp' || key === 'k') return this.#go(rows, at - 1)
    if (key === 'PageDown') return this.#go(rows, at + roomOf(this.#screen()))
    if (key === 'PageUp') return this.#go(rows, at - roomOf(this.#screen()))
    if (key === 'Home') return this.#go(rows, 0)
    if (key === 'End') return this.#go(rows, rows.length - 1)
    if (row) this.#pressOn(key, row, rows, at)
  }

  #pressAnywhere(key: string): boolean {
    const lists = listsOf(this.#replica)
    switch (key) {
      case 'q':
      case 'Mod+c':
        this.#end()
        return true
      case '?':
        this.#isHelp = true
        return true
      case 'n':
        this.#ask('New todo:', '', (name) => this.#add(name))
        return true
      case '/':
        this.#ask('Search:', '', (words) => (this.#place = { view: 'search', words }))
        return true
      case '1':
      case '2':
        this.#place = { view: key === '1' ? 'today' : 'upcoming' }
        return true
      case '3':
      case 'Tab': {
        const { list } = this.#place as { list?: string }
        const next = key === '3' ? -1 : lists.findIndex(({ id }) => id === list)
        const found = lists[(next + 1) % lists.length]
        const { defaultList = '' } = this.#replica.account ?? {}
        this.#place = { view: 'list', list: key === '3' ? defaultList : (found?.id ?? defaultList) }
        return true
      }
      case 'Escape':
        this.#details = false
        return true
      case '!':
        this.#message = retryAll(this.#replica)
        return true
      case 'Mod+z':
        if (!this.#doing.undo()) this.#message = 'There is nothing to take back.'
        return true
      case 'Mod+y':
        if (!this.#doing.redo()) this.#message = 'There is nothing to do again.'
        return true
      default:
        return false
    }
  }

  #pressOn(key: string, { todo }: Row, rows: readonly Row[], at: number): void {
    switch (key) {
      case ' ':
        return this.#turn(todo)
      case 'Enter':
      case 'F2':
        return this.#ask('Name:', todo.name, (name) => this.#doing.update(todo, { name }))
      case 'o':
      case 'ArrowRight':
        this.#details = !this.#details
        return
      case 'Delete':
      case 'Backspace':
        this.#go(rows, at + 1 < rows.length ? at + 1 : at - 1)
        return this.#doing.remove(todo)
      case 't':
        return this.#doing.update(todo, { due: today() })
      case 'm':
        return this.#ask('Move to the list:', '', (name) => this.#moveTo(todo, name))
      case 'Alt+ArrowUp':
      case 'Alt+ArrowDown':
        return this.#change(todo, moved(todo, rows, key === 'Alt+ArrowUp' ? -1 : 1))
      case 'Alt+ArrowRight':
      case 'Alt+ArrowLeft':
        return this.#change(todo, indented(todo, rows, key === 'Alt+ArrowRight'))
    }
  }

  /** Where the order is by hand. */
  #change(todo: Todo, changes: TodoPatch | undefined): void {
    if (changes && this.#place.view === 'list') this.#doing.update(todo, changes)
  }

  /** Words are read as everywhere; what they do not say is of the place that is shown. */
  #add(text: string): void {
    const list = this.#place.view === 'list' ? { list: this.#place.list } : {}
    const due = this.#place.view === 'today' ? { due: today() } : {}
    const { todo } = quicklyRead(text, this.#replica.lists())
    this.#active = this.#doing.create({ ...list, ...due, ...todo })
  }

  #turn(todo: Todo): void {
    const count = this.#doing.turn(todo)
    const verb = todo.finished ? 'Reopened' : 'Finished'
    if (count > 0)
      this.#message = `${verb} with ${count === 1 ? 'one subtodo' : `${count} subtodos`}. Ctrl+Z takes it back.`
  }

  #moveTo(todo: Todo, name: string): void {
    const [list, ...others] = this.#replica.lists().filter((each) => each.name === name)
    if (list && others.length === 0) this.#doing.update(todo, { list: list.id })
    else this.#message = list ? `"${name}" are several lists.` : `There is no list "${name}".`
  }

  #ask(label: string, text: string, done: Prompt['done']): void {
    this.#prompt = { label, text, done }
  }

  #say(message: string): void {
    this.#message = clean(message)
    this.#draw()
  }

  #rows(): Row[] {
    return rowsOf(this.#replica, this.#place, new Date())
  }

  #at(rows: readonly Row[]): number {
    const found = rows.findIndex(({ todo }) => todo.id === this.#active)
    this.#activeAt = found === -1 ? Math.max(0, Math.min(this.#activeAt, rows.length - 1)) : found
    return this.#activeAt
  }

  #go(rows: readonly Row[], at: number): void {
    this.#active = rows[Math.min(Math.max(at, 0), rows.length - 1)]?.todo.id ?? ''
  }

  #screen() {
    return { columns: process.stdout.columns || 80, lines: process.stdout.rows || 24 }
  }

  /** Once for all that changes in one turn, and only what is another than before. */
  #draw(): void {
    if (this.#isDrawing) return
    this.#isDrawing = true
    setImmediate(() => {
      this.#isDrawing = false
      const frame = linesOf(this.#looks(), this.#screen())
        .map((line) => `${line}\u001b[K`)
        .join('\r\n')
      if (frame !== this.#shown) process.stdout.write(`\u001b[H${frame}\u001b[J`)
      this.#shown = frame
    })
  }

  #looks(): Looks {
    const rows = this.#rows()
    const active = this.#at(rows)
    const room = roomOf(this.#screen())
    this.#top = Math.max(0, Math.min(this.#top, active, rows.length - room))
    if (active >= this.#top + room) this.#top = active - room + 1
    const row = rows[active]
    return {
      title: this.#title(),
      state: this.#state(),
      rows,
      active,
      top: this.#top,
      today: today(),
      prompt: this.#prompt,
      message: this.#message,
      page: this.#isHelp ? helpLines : this.#details && row ? detailLines(row.todo) : undefined,
    }
  }

  #title(): string {
    const place = this.#place
    if (place.view === 'list')
      return clean(this.#replica.lists().find(({ id }) => id === place.list)?.name ?? 'Todos')
    return {
      today: 'Today',
      upcoming: 'Upcoming',
      search: `Search: ${clean((place as { words?: string }).words ?? '')}`,
    }[place.view]
  }

  #state(): string {
    const { phase, waiting, aside } = this.#replica.status
    return [phase, waiting && `${waiting} waiting`, aside && `${aside} set aside`].filter(Boolean).join(', ')
  }
}

const today = (): string => new Date().toLocaleDateString('sv')
