/** What is read in Chinese: days and times. What repeats is in chinese-repeats.ts. */
import { addMonths, dayOf, daysIn, endOfMonth, partsOf, type Day } from './calendar.ts'
import {
  dateNamed,
  later,
  nextDayOfMonth,
  nextWeekday,
  thisWeekend,
  on,
  triggerBefore,
  weekdayOfWeek,
} from './english.ts'
import {
  pattern,
  prefixed,
  type Context,
  type DayPart,
  type Reading,
  type Rule,
  type Weak,
  type When,
} from './reading.ts'

/** "明天的报告" is a report of tomorrow's, not one that is due tomorrow. */
export const notOf = '(?!的)'
export const number: string = String.raw`([\d〇零一二两三四五六七八九十]{1,3})`
const digits = '〇一二三四五六七八九'

/** 12, 十二, 二十, 两; undefined for what is no number. */
export function numberOf(text = '一'): number | undefined {
  if (/^\d+$/.test(text)) return Number(text)
  const plain = text.replace('两', '二').replace('零', '〇')
  const match = /^([一二三四五六七八九]?)十([一二三四五六七八九]?)$/.exec(plain)
  if (match) return (match[1] ? digits.indexOf(match[1]) : 1) * 10 + (match[2] ? digits.indexOf(match[2]) : 0)
  const digit =
    plain.length === 1 || (plain.length === 2 && plain[0] === '〇') ? digits.indexOf(plain.slice(-1)) : -1
  return digit < 0 ? undefined : digit
}

export const weekdayNamed = (name = ''): number => (/[日天末]/.test(name) ? 6 : '一二三四五六'.indexOf(name))
export const week = '(?:周|星期|礼拜|週)'

const word = (
  source: string,
  read: (groups: readonly (string | undefined)[], context: Context) => Reading | undefined,
  weak?: Weak,
): Rule => pattern(source, notOf, read, weak)

const units: Record<string, string> = {
  天: 'day',
  日: 'day',
  周: 'week',
  星期: 'week',
  礼拜: 'week',
  月: 'month',
  年: 'year',
}
export const unitNamed = (name = ''): string => units[name] ?? 'day'

/** "Before" and "from … on" say no more than a due date does. */
const before = '(?:之前|以前|前|开始|起(?![床来草飞身诉]))?'
/** "1号楼" is a house. */
const notAThing = '(?![楼线门馆院店机桌车房文选位厅柜球电公仓库井坑码])'

export const dates: readonly Rule[] = [
  word(`(?:今天|今日(?!头条)|今儿)${before}`, (_, { today }) => on(today)),
  word(`(?:明天|明日(?!方舟|之星)|明儿)${before}`, (_, { today }) => on(today + 1)),
  word(`大后天${before}`, (_, { today }) => on(today + 3)),
  word(`后天(?!性)${before}`, (_, { today }) => on(today + 2)),
  word(
    `(本|这个?|下下个?|下个?|)${week}([一二三四五六日天])(?![鸣三四五六]|[、和]周?[一二三四五六日天])${before}`,
    weekdayOf,
  ),
  word(`(本|这个?|下下个?|下个?|)${week}末(?!愉快|快乐)${before}`, weekendOf),
  word(`下个?${week}(?![一二三四五六日天末])${before}`, (_, { today }) => on(weekdayOfWeek(today, 0, 1))),
  word(`(本|这个?|下个?)月底${before}|月底${before}`, ([, which], { today }) =>
    on(endOfMonth(today, monthsTo(which))),
  ),
  word(`(?:今年)?年底${before}`, (_, { today }) => on(dayOf(partsOf(today).year, 12, 31))),
  word(`下个?月初?(?![\\d底])${before}`, (_, { today }) => on(endOfMonth(today) + 1)),
  word(`(本|这个?|下个?)月${number}[号日]${before}`, ([, which, day], { today }) =>
    dayOfThatMonth(today, monthsTo(which), numberOf(day)),
  ),
  word(`(?:(\\d{4})年|(今年|明年|后年))?${number}月${number}[日号]?(?![\\d个])${before}`, dateOf),
  word(String.raw`(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?![\d./-])`, ([, year, , month, day]) =>
    on(dayOf(Number(year), Number(month), Number(day))),
  ),
  word(`(\\d{1,2})号${notAThing}${before}`, ([, day], { today }) => nextDayOfMonth(today, Number(day))),
]

const monthsTo = (which = ''): number => (which.startsWith('下') ? 1 : 0)

function weekdayOf(
  [, which = '', name]: readonly (string | undefined)[],
  { today }: Context,
): When | undefined {
  const wanted = weekdayNamed(name)
  if (which === '') return nextWeekday(today, wanted)
  const weeks = which.startsWith('下下') ? 2 : which.startsWith('下') ? 1 : 0
  return on(weekdayOfWeek(today, wanted, weeks))
}

function weekendOf([, which = '']: readonly (string | undefined)[], { today }: Context): When | undefined {
  if (!which.startsWith('下')) return thisWeekend(today)
  return on(weekdayOfWeek(today, 5, which.startsWith('下下') ? 2 : 1))
}

function dayOfThatMonth(today: Day, months: number, day = 0): When | undefined {
  const { year, month } = partsOf(addMonths(today, months))
  return day <= daysIn(year, month) ? on(dayOf(year, month, day)) : undefined
}

function dateOf(groups: readonly (string | undefined)[], { today }: Context): When | undefined {
  const [, year, which, month, day] = groups
  const { year: thisYear } = partsOf(today)
  const given = year ? Number(year) : which ? thisYear + '今明后'.indexOf(which.slice(0, 1)) : undefined
  return dateNamed(today, numberOf(month) ?? 0, numberOf(day) ?? 0, given)
}

const dayParts: Record<string, DayPart> = {
  凌晨: { time: 5 * 60, afternoon: false },
  早上: { time: 9 * 60, afternoon: false },
  中午: { time: 12 * 60, afternoon: true },
  下午: { time: 15 * 60, afternoon: true },
  傍晚: { time: 18 * 60, afternoon: true },
  晚上: { time: 20 * 60, afternoon: true },
}
const alike: Record<string, string> = {
  清晨: '早上',
  早晨: '早上',
  上午: '早上',
  早: '早上',
  午后: '下午',
  晚: '晚上',
  晚间: '晚上',
  夜里: '晚上',
}
export const partNamed = (name = ''): DayPart | undefined => dayParts[alike[name] ?? name]
export const dayPart = '(凌晨|清晨|早晨|早上|上午|中午|午后|下午|傍晚|晚上|晚间|夜里)'

/** "三点建议" are three of them. */
const notPoints =
  '(?!建议|意见|要求|理由|原因|想法|问题|水|内容|说明|总结|启示|看法|感想|心得|体会|钱|儿|击|评|赞|心)'
const minutesOf = `(?:(半)|([一三])刻|整|钟|${number}分?)?`

function clock(hour?: number, minutes?: number, part?: string): When | undefined {
  if (hour === undefined || hour > 24 || (minutes ?? 0) > 59 || minutes === undefined) return undefined
  const its = partNamed(part)
  const dayHour = its ? hourOf(hour, part ?? '', its.afternoon) : hour
  if (dayHour > 24 || (dayHour === 24 && minutes > 0)) return undefined
  return { kind: 'when', time: dayHour * 60 + minutes, vague: !its && hour >= 1 && hour <= 12 }
}

function hourOf(hour: number, part: string, afternoon: boolean): number {
  if (hour > 12) return hour
  if (hour === 12) return part === '凌晨' ? 0 : part.includes('晚') || part === '夜里' ? 24 : 12
  // Eleven o'clock at noon is before it.
  return afternoon && !(part === '中午' && hour >= 10) ? hour + 12 : hour
}

function pointClock([, part, hour, half, quarters, minutes]: readonly (string | undefined)[]):
  | When
  | undefined {
  const past = half
    ? 30
    : quarters
      ? quarters === '一'
        ? 15
        : 45
      : minutes === undefined
        ? 0
        : numberOf(minutes)
  return clock(numberOf(hour), past, part)
}

const times: readonly Rule[] = [
  word(`${dayPart} ?${number}[点點时]${notPoints}${minutesOf}(?!\\d)${before}`, pointClock),
  word(`()${number}[点點]${notPoints}${minutesOf}(?!\\d)${before}`, pointClock),
  word(`(?:${dayPart} ?)?(\\d{1,2})[:：]([0-5]\\d)(?![\\d:])${before}`, ([, part, hour, minutes]) =>
    clock(Number(hour), Number(minutes), part),
  ),
  word(dayPart, ([, name]) => partOnly(name), 'beside'),
  word(`中午(?!饭|觉)`, () => partOnly('中午'), 'end'),
  word('今晚', (_, { today }) => on(today, withPart('晚上'))),
  word('今早', (_, { today }) => on(today, withPart('早上'))),
  word('明晚', (_, { today }) => on(today + 1, withPart('晚上'))),
  word('明早', (_, { today }) => on(today + 1, withPart('早上'))),
]

function withPart(name: string): Partial<When> {
  const part = partNamed(name)
  return part ? { part } : {}
}

function partOnly(name: string | undefined): When | undefined {
  const part = partNamed(name)
  return part && { kind: 'when', part }
}

const behind = '(?:之后|以后|后|内|之内)(?!悔|台)'
const steps: readonly Rule[] = [
  word(`过?${number}个?(天|日|周|星期|礼拜|月|年)${behind}`, ([, count, unit], { today }) => {
    const steps = numberOf(count)
    return steps === undefined ? undefined : on(later(today, steps, unitNamed(unit)))
  }),
  word(`过?(?:(半)|${number})个?(小时|钟头|分钟)${behind}`, ([, half, count, unit], context) => {
    const each = unit === '分钟' ? 1 : 60
    const minutes = half ? each / 2 : (numberOf(count) ?? -1) * each
    return minutes < 1 ? undefined : { kind: 'when', ...context.inMinutes(Math.round(minutes)) }
  }),
]

const reminder = word(
  `提前(?:(半)|${number})个?(小时|钟头|分钟|分|天|日|周|星期)(?:提醒我?|通知我?)?`,
  ([, half, count, unit = '']) => {
    if (half) return unit === '小时' ? triggerBefore(30) : undefined
    const before = numberOf(count)
    const letter = unit.startsWith('分') ? 'M' : /^[天日]/.test(unit) ? 'D' : /^[周星]/.test(unit) ? 'W' : 'H'
    return before === undefined ? undefined : triggerBefore(before, letter)
  },
)

export const chinese: readonly Rule[] = [
  ...dates,
  ...times,
  ...steps,
  prefixed('(?:截止到?|截至|最晚|在|于)', dates),
  prefixed('从', dates, (when) => ({ ...when, starts: true })),
  reminder,
]
