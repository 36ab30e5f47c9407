/** 标签与待办小操作的文字。 */
import type { LabelWords } from '../en/labels.ts'

const quoted = (name: string): string => `“${name}”`
const number = (count: number): string => count.toLocaleString('zh-CN')
const listsOf = (names: readonly string[], more: number): string =>
  names.map(quoted).join('、') + (more > 0 ? `等 ${number(names.length + more)} 个` : '')

export const labels: LabelWords = {
  label: '标签',
  rename: '重命名标签',
  remove: '在所有待办中删除此标签',
  nameOf: '标签名称',
  nothing: '没有待办带有此标签。',
  moreLabels: (count) => `其余 ${number(count)} 个`,
  fewer: '收起',
  edit: '标签…',
  ofMany: (count) => `${number(count)} 项待办的标签`,
  find: '查找或新建标签',
  has: (label, isOn) => `${isOn ? '移除' : '添加'}标签${quoted(label)}`,
  none: '还没有标签。',
  given: (label, count) => `已为 ${number(count)} 项待办添加标签${quoted(label)}`,
  taken: (label, count) => `已从 ${number(count)} 项待办移除标签${quoted(label)}`,
  noRoom: (count, most) => `${number(count)} 项待办未能添加：每项待办最多 ${most} 个标签。`,
  renamed: (from, to) => `已将标签${quoted(from)}重命名为${quoted(to)}`,
  merged: (from, to) => `已将标签${quoted(from)}合并到${quoted(to)}`,
  removed: (label, count) => `已从 ${number(count)} 项待办删除标签${quoted(label)}`,
  askMerge: (from, to) => `已有标签${quoted(to)}，${quoted(from)}将与它合并。`,
  askShared: (count, lists, more) =>
    `有 ${number(count)} 项带此标签的待办在共享清单中：${listsOf(lists, more)}。`,
  keep: (count) => `${number(count)} 项待办在只读清单中，标签保持不变。`,
  onItsWay: '本设备尚未收到全部待办，之后收到的待办会保留此标签。',
  merge: '合并',
  everywhere: '一并修改共享清单',
  mineOnly: '仅限我自己的清单',
  doRename: '重命名',
  doRemove: '删除',

  more: '更多',
  reschedule: '重新安排逾期待办',
  rescheduleShort: '重新安排…',
  chooseDay: '其他日期…',
  rescheduleTo: (day) => `将逾期待办改到${day}`,
  rescheduled: (count, day) => `已将 ${number(count)} 项逾期待办改到${day}`,
  nothingOverdue: '没有逾期的待办。',
  snooze: '稍后提醒…',
  snoozeTo: (when) => `稍后提醒：${when}`,
  snoozes: {
    hour: '一小时后',
    evening: '今天傍晚',
    morning: '明天早上',
    weekend: '本周末',
    week: '下周一',
  },
  snoozed: (name, when) => `${quoted(name)}已推迟到${when}`,
  snoozedMany: (count, when) => `已将 ${number(count)} 项待办推迟到${when}`,
  duplicate: '创建副本',
  duplicated: (name) => `已创建${quoted(name)}的副本`,
  duplicatedMany: (count) => `已创建 ${number(count)} 项待办的副本`,
  tooMany: (most) => `一次最多处理 ${number(most)} 项待办。`,
  copyOf: (name, at) => `${name}（${at}）`,
  copyText: '复制为文本',
  copied: (count) => `已复制 ${number(count)} 项待办`,
  notCopied: '浏览器不允许此页面复制。',
  nothingToCopy: '没有可复制的内容。',
}
