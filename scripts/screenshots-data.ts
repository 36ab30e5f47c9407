/** Todos as a person may have them, for the screenshots. */
import { createClient, type TodoInput } from '../src/client/client.ts'

export interface Filled {
  /** A todo with all there is to it. */
  open: string
  empty: string
  query: string
  /** A saved filter. */
  filter: string
}

const day = (days: number): string => {
  const date = new Date()
  date.setDate(date.getDate() + days)
  return new Intl.DateTimeFormat('sv').format(date)
}

type Story = {
  lists: Record<string, { colour: 'none' | 'green' | 'blue' | 'orange' | 'violet'; todos: TodoInput[] }>
  main: TodoInput[]
  open: TodoInput & { below: [name: string, finished: boolean][] }
  empty: string
  query: string
  filters: [name: string, filter: string, colour: string][]
}

const stories: Record<'en' | 'zh', Story> = {
  en: {
    main: [
      { name: 'Reply to Mira about the concert tickets', due: day(0), priority: 'high' },
      { name: 'Book the dentist', due: day(-2) },
      { name: 'Water the plants', labels: ['home'] },
      { name: 'Read the chapter on erasure codes', notes: 'From page 211.' },
      {
        name: 'Return the library books',
        due: `${day(1)}T17:30[${Intl.DateTimeFormat().resolvedOptions().timeZone}]`,
      },
      { name: 'Renew the passport', due: day(12), labels: ['papers'], priority: 'medium' },
      { name: 'Call grandma', finished: true },
      { name: 'Buy light bulbs', finished: true },
      { name: 'Pay the electricity bill', finished: true },
    ],
    open: {
      name: 'Plan the weekend in the mountains',
      notes:
        'Train at **7:42**, change in *Garmisch*.\n\n- [x] tickets\n- [ ] hut\n- [ ] [weather](https://example.org/weather)\n\n> Take the blue rope along.',
      due: day(4),
      repeat: 'FREQ=MONTHLY;INTERVAL=2',
      reminders: ['PT9H', '-PT15H'],
      priority: 'low',
      labels: ['travel', 'friends'],
      below: [
        ['Reserve the hut', true],
        ['Ask Jonas for the rope', false],
        ['Make a packing list', false],
      ],
    },
    lists: {
      Home: { colour: 'green', todos: [{ name: 'Fix the tap', due: day(3) }, { name: 'Paint the shelf' }] },
      Work: {
        colour: 'blue',
        todos: [
          { name: 'Draft the quarterly report', due: day(1), priority: 'high' },
          { name: 'Review the design of the feed', due: day(0), labels: ['review'] },
          { name: 'Answer the survey' },
        ],
      },
      Groceries: { colour: 'orange', todos: [{ name: 'Oat milk' }, { name: 'Lemons' }, { name: 'Bread' }] },
      'Books to read': { colour: 'violet', todos: [] },
    },
    empty: 'Books to read',
    query: 're',
    filters: [
      ['Soon', 'due < +4d and not finished', 'red'],
      ['At home', '#home or list = Home', 'green'],
    ],
  },
  zh: {
    main: [
      { name: '回复小林关于音乐会门票的消息', due: day(0), priority: 'high' },
      { name: '预约牙医', due: day(-2) },
      { name: '给绿植浇水', labels: ['家'] },
      { name: '读完纠删码那一章', notes: '从第 211 页开始。' },
      { name: '还图书馆的书', due: `${day(1)}T17:30[${Intl.DateTimeFormat().resolvedOptions().timeZone}]` },
      { name: '换发护照', due: day(12), labels: ['证件'], priority: 'medium' },
      { name: '给奶奶打电话', finished: true },
      { name: '买灯泡', finished: true },
      { name: '交电费', finished: true },
    ],
    open: {
      name: '安排周末进山',
      notes:
        '早上 **7:42** 的火车，在*黄山北*换乘。\n\n- [x] 车票\n- [ ] 木屋\n- [ ] [天气](https://example.org/weather)\n\n> 记得带上蓝色的绳子。',
      due: day(4),
      repeat: 'FREQ=MONTHLY;INTERVAL=2',
      reminders: ['PT9H', '-PT15H'],
      priority: 'low',
      labels: ['旅行', '朋友'],
      below: [
        ['预订木屋', true],
        ['向阿杰借绳子', false],
        ['列行李清单', false],
      ],
    },
    lists: {
      家务: { colour: 'green', todos: [{ name: '修水龙头', due: day(3) }, { name: '给书架刷漆' }] },
      工作: {
        colour: 'blue',
        todos: [
          { name: '起草季度报告', due: day(1), priority: 'high' },
          { name: '评审同步方案', due: day(0), labels: ['评审'] },
          { name: '填写问卷' },
        ],
      },
      买菜: { colour: 'orange', todos: [{ name: '燕麦奶' }, { name: '柠檬' }, { name: '面包' }] },
      想读的书: { colour: 'violet', todos: [] },
    },
    empty: '想读的书',
    query: '书',
    filters: [
      ['近期', 'due < +4d and not finished', 'red'],
      ['家里', '#家 or list = 家务', 'green'],
    ],
  },
}

/** Fills an empty server. */
export async function fill(url: string, language: 'en' | 'zh'): Promise<Filled> {
  const story = stories[language]
  const client = createClient(url)
  const { below, ...open } = story.open
  for (const todo of story.main.slice(0, 3)) await client.todos.create(todo)
  const opened = await client.todos.create(open)
  for (const [name, finished] of below) await client.todos.create({ name, finished, parent: opened.id })
  for (const todo of story.main.slice(3)) await client.todos.create(todo)
  let empty = ''
  for (const [name, { colour, todos }] of Object.entries(story.lists)) {
    const list = await client.lists.create({ name, colour })
    if (name === story.empty) empty = list.id
    for (const todo of todos) await client.todos.create({ ...todo, list: list.id })
  }
  const binned = await client.todos.create({ name: language === 'en' ? 'Cancel the gym' : '退掉健身卡' })
  await client.todos.delete(binned.id)
  // As in the page, an earlier name is there to be brought back.
  await client.todos.update(opened.id, { priority: 'medium' })
  await client.todos.update(opened.id, { priority: open.priority ?? 'none', name: `${open.name}!` })
  await client.todos.update(opened.id, { name: open.name })
  const ids: string[] = []
  for (const [name, filter, colour] of story.filters) {
    const body = JSON.stringify({ name, filter, colour })
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch(`${url}/api/v1/filters`, { method: 'POST', headers, body })
    ids.push(((await answer.json()) as { id: string }).id)
  }
  return { open: opened.id, empty, query: story.query, filter: ids[0] ?? '' }
}
