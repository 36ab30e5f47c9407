/** 导入和导出的文字；与设置一起加载。 */
import type { ExchangeWords } from '../en/exchange.ts'

const todos = (count: number) => `${count.toLocaleString('zh-CN')} 项待办`

const formatNames: Readonly<Record<string, string>> = {
  aiotodo: 'aiotodo',
  todoist: 'Todoist',
  'todoist-csv': 'Todoist（CSV）',
  microsoft: 'Microsoft To Do',
  google: 'Google Tasks',
  ticktick: '滴答清单',
  vikunja: 'Vikunja',
  taskwarrior: 'Taskwarrior',
  todotxt: 'todo.txt',
  ical: 'iCalendar',
  markdown: 'Markdown',
  csv: 'CSV',
}
const kinds: Readonly<Record<string, string>> = { filter: '个筛选器', view: '种显示方式' }

export const exchange: ExchangeWords = {
  title: '导入和导出',
  hint: '可导入 Todoist、Microsoft To Do、Google Tasks、滴答清单（TickTick）、Vikunja、Taskwarrior、todo.txt、iCalendar、Markdown、CSV，或 aiotodo 自己的导出文件。',
  choose: '选择文件…',
  looking: (name) => `正在查看“${name}”…`,
  reading: (count) => `已读取 ${count.toLocaleString('zh-CN')} 项…`,
  writing: (count, of) => `已导入 ${count.toLocaleString('zh-CN')} / ${todos(of)}…`,
  isA: (format) => `文件格式：${formatNames[format] ?? format}。目前尚未更改任何内容。`,
  would: (count, finished) =>
    finished === 0
      ? `将导入 ${todos(count)}。`
      : `将导入 ${todos(count)}，其中 ${finished.toLocaleString('zh-CN')} 项已完成。`,
  nothing: '文件中没有新内容。',
  known: (count, different) =>
    `${todos(count)}已经存在，将保持不变${different > 0 ? `，其中 ${different.toLocaleString('zh-CN')} 项与文件不同` : ''}。`,
  list: (name, count, isNew) => `${name}：${todos(count)}${isNew ? '（新清单）' : ''}`,
  others: (kind, count) => `${count.toLocaleString('zh-CN')} ${kinds[kind] ?? kind}`,
  more: (count) => `还有 ${count.toLocaleString('zh-CN')} 个清单`,
  lost: '无法保留的内容：',
  lostAt: (what, count, place) => `${what}（${count.toLocaleString('zh-CN')} 处${place && `，${place}`}）`,
  into: '导入到',
  asInFile: '按文件中的清单',
  run: '导入',
  cancel: '取消',
  done: (count) => `已导入 ${todos(count)}。`,
  undo: '全部撤销',
  exportTitle: '导出全部内容：',
  formats: {
    zip: '所有格式（zip）',
    jsonl: '完整（JSON Lines）',
    ics: '日历（ICS）',
    md: 'Markdown',
    csv: '表格（CSV）',
  },
  tooLarge: '文件超过服务器允许的大小。',
  offline: '无法连接服务器，没有更改任何内容。',
}
