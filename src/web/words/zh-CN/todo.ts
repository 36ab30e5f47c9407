/** 快速添加、重复、提醒和时区的文字。 */
import type { TodoWords } from '../en/todo.ts'

const every = (count: number, unit: string): string => (count === 1 ? `每${unit}` : `每${count}${unit}`)
const numerals = ['', '一', '二', '三', '四', '五']
const nth = (number: number): string =>
  number === -1 ? '最后一个' : number < 0 ? `倒数第${-number}个` : `第${numerals[number] ?? number}个`

const chineseMonths = '正月 二月 三月 四月 五月 六月 七月 八月 九月 十月 冬月 腊月'.split(' ')
const figures = '一二三四五六七八九'
const chineseDays = (day: number): string =>
  day === 10 || day === 20 || day === 30
    ? ['初十', '二十', '三十'][day / 10 - 1]!
    : `${'初十廿'[Math.floor(day / 10)]}${figures[(day % 10) - 1]}`

export const todo: TodoWords = {
  chips: {
    start: (when) => `开始 ${when}`,
    due: (when) => `截止 ${when}`,
    repeat: (how) => how,
    reminder: (when) => `提醒 ${when}`,
    priority: (priority) => `优先级 ${priority}`,
    label: (label) => `标签 ${label}`,
    list: (list) => `放入 ${list}`,
  },
  understood: '已识别',
  asWords: (what) => `取消识别：${what}`,
  addedTo: (name, list) => `已将“${name}”添加到 ${list}`,
  noSuchList: (name) => `没有名为“${name}”的清单`,
  makeList: (name) => `新建清单“${name}”`,
  newList: (name) => `${name}（新建）`,
  makeLabel: (name) => `新建标签“${name}”`,
  labelsToChoose: '标签',
  listsToChoose: '清单',
  completions: (count) => `有 ${count} 项可选，用方向键选择`,
  pasteTooLong: '粘贴的内容太多：一次最多 1,000,000 个字符。可以在设置中导入文件。',

  repeat: '重复',
  doesNotRepeat: '不重复',
  custom: '自定义…',
  everyWeekday: '每周一至周五',
  every: {
    DAILY: (count) => every(count, '天'),
    WEEKLY: (count) => every(count, '周'),
    MONTHLY: (count) => every(count, count === 1 ? '月' : '个月'),
    YEARLY: (count) => every(count, '年'),
  },
  weekday: (_long, short) => short,
  everyOn: (every, days) => {
    if (every === '每周') return `每${days}`
    return /\d/.test(every) || !/^[\d最倒]/.test(days) ? `${every}的${days}` : every + days
  },
  monthDay: (number) => (number > 0 ? `${number}日` : number === -1 ? '最后一天' : `倒数第${-number}天`),
  orLastDay: (date) => `${date}（或最后一天）`,
  workday: '工作日（周一至周五）',
  nthWeekday: (number, day) => `${nth(number)}${day}`,
  inMonthOn: (days) => days,
  inChinese: (every, days) => (days ? `${every}农历${days}` : `${every}（农历）`),
  chineseMonth: (number, isLeap) => `${isLeap ? '闰' : ''}${chineseMonths[number - 1]}`,
  chineseDay: (number) =>
    number > 0 ? chineseDays(number) : number === -1 ? '最后一天' : `倒数第${-number}天`,
  chineseDate: (month, day) => month + day,
  chineseShort: (month, isLeap, day) =>
    day === 1 ? `${isLeap ? '闰' : ''}${chineseMonths[month - 1]}` : chineseDays(day),
  orMonth: (date, month) => `${date}（没有此月的年份为${month}）`,
  orNextDay: (date) => `${date}（没有此日则为次月初一）`,
  legalWorkday: '法定工作日',
  legalWorkdays: '每个法定工作日',
  legalDaysOff: '每个休息日（周末和法定节假日）',
  leaving: {
    'CN-DAYS-OFF': (how) => `${how}，仅限法定工作日`,
    'CN-HOLIDAYS': (how) => `${how}，跳过法定节假日`,
    'CN-WORKDAYS': (how) => `${how}，仅限休息日（周末和法定节假日）`,
  },
  holidaysUntil: (year) => `放假安排已更新到 ${year} 年，之后以周一至周五为工作日。`,
  holidaysUnknown: '尚未取得放假安排，暂以周一至周五为工作日，日期可能会变。',
  byRule: (rule) => `按规则 ${rule}`,
  until: (how, date) => `${how}，到${date}为止`,
  times: (how, count) => (count === 1 ? `${how}，这是最后一次` : `${how}，共${count}次`),
  fromFinished: (how) => `${how}（按完成日期）`,
  interval: '每',
  unit: '单位',
  units: { DAILY: () => '天', WEEKLY: () => '周', MONTHLY: () => '个月', YEARLY: () => '年' },
  onDays: '重复日',
  ends: '结束',
  endsNever: '永不',
  endsOn: '按日期',
  endsAfter: '按次数',
  lastDate: '结束日期',
  howOften: '次数',
  countedFromFinished: '按完成日期重复',
  set: '确定',
  comingDates: '接下来',
  noneComing: '这是最后一次。',
  movedAlone: (from) => `仅调整了这一次，原定${from}。`,
  moveAll: '之后的也一起调整',
  skip: '跳过这一次',
  detach: '使这一次脱离重复',
  detachHint: '之后的照常重复',
  end: '停止重复',
  finishedBefore: '此前已完成',
  doneNext: (when) => `已完成。下一次：${when}`,
  doneLast: '已完成。这是最后一次。',
  doneOffline: '已完成。连接服务器后会出现下一次。',
  skipped: (name) => `已跳过“${name}”`,
  detached: (name) => `“${name}”已脱离重复，之后的照常重复`,

  reminders: '提醒',
  addReminder: '添加提醒',
  removeReminder: (what) => `移除提醒：${what}`,
  atDue: '准时',
  before: (span) => `提前${span}`,
  after: (span) => `到期${span}后`,
  onDayAt: (time) => `当天 ${time}`,
  daysBeforeAt: (days, time) => (days === 1 ? `前一天 ${time}` : `提前${days}天 ${time}`),
  daysAfterAt: (days, time) => (days === 1 ? `次日 ${time}` : `到期${days}天后 ${time}`),
  atMoment: '自定义时间…',
  moment: '提醒时间',

  placed: (name, list) => `“${name}”的上级待办已被移动或删除，它现在独立位于“${list}”中。`,
  placedMany: (name, others, list) =>
    `“${name}”等 ${others + 1} 项待办的上级已被移动或删除，它们现在独立位于“${list}”中。`,
  showPlaced: '查看',

  chineseDays: '农历',
  chineseDaysHint: '在本设备上，日期旁显示农历日期。',
  defaultReminders: '默认提醒',
  defaultRemindersHint: '今后在任何设备上设置截止日期时自动写入，可在待办中移除。',
  ofTimed: '有具体时间的待办',
  ofDay: '只有日期的待办',
  noReminder: '不提醒',
  zone: '时区',
  zoneHint: '服务器按此时区判断“今天”，用于没有具体时间的截止日期。',
  cities: { 'Asia/Shanghai': '北京时间', 'Asia/Kolkata': '德里 孟买', 'America/Los_Angeles': '旧金山' },
  zoneUnknown: '未设置（UTC）',
  zoneOffline: '连接服务器后可以更改。',
  timesOf: (count, zone) => `有 ${count} 项未完成的待办使用 ${zone} 的时间。`,
  takeAlong: '改为这里的同一钟点',
  leaveTimes: '保持不变',
  tookAlong: (count) => `已更改 ${count} 项待办的时区`,
}
