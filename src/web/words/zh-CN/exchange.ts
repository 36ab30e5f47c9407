/** 导入和导出的文字；与设置一起加载。 */
import type { ExchangeWords } from '../en/exchange.ts'

const todos = (count: number) => `${count.toLocaleString('zh-CN')} 个待办`

export const exchange: ExchangeWords = {
  title: '导入和导出',
  hint: '可导入 Todoist、Microsoft To Do、Google Tasks、滴答清单（TickTick）、Vikunja、Taskwarrior、todo.txt、iCalendar、Markdown、CSV，或 aiotodo 自己的导出文件。',
  choose: '选择文件…',
  looking: (name) => `正在查看“${name}”…`,
  reading: (count) => `已读取 ${count.toLocaleString('zh-CN')} 条…`,
  writing: (count, of) => `已导入 ${count.toLocaleString('zh-CN')} / ${todos(of)}…`,
  isA: (format) => `文件格式：${format}。目前尚未更改任何内容。`,
  would: (count, finished) =>
    finished === 0
      ? `将导入${todos(count)}。`
      : `将导入${todos(count)}，其中 ${finished.toLocaleString('zh-CN')} 个已完成。`,
  nothing: '文件中没有新内容。',
  known: (count, different) =>
    `${todos(count)}已经存在，将保持不变${different > 0 ? `，其中 ${different.toLocaleString('zh-CN')} 项与文件不同` : ''}。`,
  list: (name, count, isNew) => `${name}：${todos(count)}${isNew ? '（新列表）' : ''}`,
  others: (kind, count) => `${count.toLocaleString('zh-CN')} 个${kind === 'filter' ? '筛选' : kind}`,
  more: (count) => `还有 ${count.toLocaleString('zh-CN')} 个列表`,
  lost: '无法保留的内容：',
  into: '全部放入',
  asInFile: '与文件中相同的列表',
  run: '导入',
  cancel: '取消',
  done: (count) => `已导入${todos(count)}。`,
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
