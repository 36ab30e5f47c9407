/**
 * The words of Chinese that dates, times and repeats are made of. Chinese has no spaces, so that each pattern says what
 * must not follow: 明天前 is "by tomorrow", 明天前往 is not.
 */
import { putMonthFirst } from './chinese-figures.ts'
import { putLengths, unitNamed } from './chinese-lengths.ts'
import { digits, numberOf } from './chinese-numbers.ts'
import { counted, number, numerals, week, weekday, type Put, type Read } from './chinese-patterns.ts'
import { putMoonWords } from './chinese-moon-words.ts'
import { feastNamed } from './moon-days.ts'
import { chineseParts } from './parts-of-day.ts'

export interface ChineseWord {
  kind: string
  word: string
  pattern: RegExp
  read: Read | undefined
  soft: boolean
  /** It counts only directly after a token of one of these kinds; `any` stands for all kinds. */
  behind: readonly string[] | undefined
}

/** This finds the patterns by their first character, so that few of them are tried at each place. */
const byFirst = new Map<string, ChineseWord[]>()

/** @param first - the characters it may begin with; `N` are those of numbers */
const put: Put = (kind, first, source, read, more = {}) => {
  const entry: ChineseWord = {
    kind,
    word: more.word ?? kind,
    pattern: new RegExp(source, 'iyu'),
    read,
    soft: more.soft ?? false,
    behind: more.behind?.split(' '),
  }
  for (const char of first.replace('N', `0123456789${numerals}`)) {
    const list = byFirst.get(char)
    if (list) list.push(entry)
    else byFirst.set(char, [entry])
  }
}

export const chineseWordsAt = (char: string): readonly ChineseWord[] => byFirst.get(char) ?? []

/** In 周五五金店 the second figure is of another word. */
const ascending = (days: readonly number[]): readonly number[] | undefined =>
  days.every((day, index) => index === 0 || day > (days[index - 1] as number)) ? days : undefined

const dayNamed = (name = ''): number =>
  /[日天]/.test(name) ? 6 : /\d/.test(name) ? Number(name) - 1 : weekday.indexOf(name)

// These words name days.
for (const [days, names] of [
  [0, '今天|今日(?!头条|頭條|说法|說法|美[术術]|[资資]本)|今儿个?|本日'],
  [1, '明天|明日(?!方舟|之[星后後子]|香|[边邊][缘緣])|明儿个?'],
  [2, '[后後]天(?![性])'],
  [3, '大[后後]天'],
  [4, '大大[后後]天'],
] as const)
  put('RELATIVE', '今明后後大本', names, () => days)
put(
  'RELATIVEPART',
  '今明',
  '([今明])([早晚晨夜])上?(?!报|報|餐|饭|飯|会|會(?!议))',
  ([, day, part = '']) => ({
    days: day === '今' ? 0 : 1,
    part: chineseParts[part],
  }),
)
/** It is over, or of no one moment; what stands beside it is not read either. */
const over = [
  ['昨前大', '昨[天日儿晚夜早]|大?前天'],
  ['上', `上{1,2}[个個]?(?:${week}[${weekday}末1-6]?|月底?|季度)`],
  ['去前', '去年|前年'],
  ['双单雙單', '[双单雙單][周週]'],
  ['N', `${number}${week}[一二三四五][次天]`],
  ['当次', '当[天晚]|次日'],
  ['双交雙', '[双雙]休日|交易日'],
  [
    '今明后後这這近最',
    '[今明后後][明后後]{1,2}[两兩]?天|今明[两兩][天日]|(?:[这這]|最?近)[一两兩几幾][天日]',
  ],
  ['几好数', '[几幾好数數](?:天|周|个月|個月|年|小时|分钟)'],
] as const
for (const [first, source] of over) put('odd', first, source)
put('odd', '中上下', '[中上下]旬', undefined, { behind: 'MONTH UNIT' })
put('odd', '中', '中(?![午秋国國文学學心考])', undefined, { behind: 'MONTH' })
put('odd', '月年', '月中(?:旬|(?!秋))|年中(?!秋)')
putMoonWords(put)
put(
  'HOLIDAY',
  '元国國除春中端清重七圣聖腊大',
  '元旦[节節]?|元宵[节節]?|[国國][庆慶][节節]?|除夕|大年三十|春[节節]|中秋[节節]?|端午[节節]?|清明[节節]?|重[阳陽][节節]?|七夕[节節]?|[圣聖][诞誕][节節]?|[腊臘]八[节節]?',
  ([name]) => feastNamed(name) ?? false,
)
/** These feasts are not read, because no rule of days and months tells when they are. */
put(
  'HOLIDAY',
  '母父感复復情万萬儿兒妇婦劳勞教青建立冬夏处處寒小大平愚光双雙植泼潑火中',
  '(?:母[亲親]|父[亲親]|感恩|[复復]活|情人|[万萬][圣聖]|[儿兒]童|[妇婦]女|[劳勞][动動]|教[师師]|青年|建[军軍]|建[党黨]|愚人|光棍|植[树樹]|[泼潑]水|火把|中元)[节節]|立[春夏秋冬]|冬至|夏至|[处處]暑|寒[露食]|小[寒暑满雪年]|大[寒暑雪]|平安夜|[双雙]十[一二]',
  () => false,
)

// These words name weeks and their days.
const shown = `(?=${week}|月|季度|年)`
put('THIS', '本这這', `(?:本|[这這][个個]?)${shown}`)
put('NEXT', '下', `(下{1,3})(?:一)?[个個]?${shown}`, ([, downs = '']) => downs.length)
const notFrequency = '(?![次遍回趟]|天(?![气氣天])|年级|[鸣鳴])'
put(
  'WEEKDAY',
  '周週星礼禮',
  `${week}([${weekday}]|[1-6](?![\\d.:：/]))(?!福(?:[^利]|$)|夜[现現][场場])${notFrequency}`,
  ([, name]) => dayNamed(name),
)
put(
  'DAYSOFWEEK',
  '周週星礼禮',
  `${week}[一二三四五六日天](?:[、，,和及与與]?(?:${week}[${weekday}]|[二三四五六](?!${counted})|(?<=[、，,和及])[一日天]|日(?![报報程记記常用志期本式语語历曆子出落光元])(?!${counted}))){1,7}${notFrequency}`,
  ([whole = '']) => {
    const days = [...whole.replaceAll(/[周週星期礼拜禮拜、，,和及与與]/g, '')].map(dayNamed)
    if (days.length === 2 && !/[、，,和及与與]|[周週期拜].*[周週期拜]/.test(whole) && !ascending(days))
      return null
    return new Set(days).size === days.length ? days : undefined
  },
)
put(
  'DAYSOFWEEK',
  '周週星礼禮',
  `${week}([1-7](?:[、，,/和及 ]?[1-7]){1,6})(?![\\d.:：]|\\s?(?:${counted}|[天公千米km]))`,
  ([, list = '']) => ascending([...list.replaceAll(/[^1-7]/g, '')].map((day) => Number(day) - 1)) ?? null,
  { behind: 'EVERY' },
)
put('odd', '周週星礼禮', `${week}[一二三四五六][次遍回天]`)
/** 每周一歌 is a song a week; behind each Monday stands more than one character. */
put('odd', '每', '每[周週]一[\\u4e00-\\u9fff](?=$|[\\s，。、；！？])')
put('周末', '周週星礼禮', `${week}末(?!愉快|快[乐樂])`)

// These words name months and years.
put('MONTH', 'N', `(?:${number})月(?:份)?(?![饼餅球亮薪嫂天])`, ([, name]) => monthOf(numberOf(name)))
put('MONTH', 'N', `(?:${number})月(?:份)?(?=天[之以]?[前内])`, ([, name]) => monthOf(numberOf(name)))
const monthOf = (month: number | undefined) =>
  month !== undefined && month >= 1 && month <= 12 ? month : undefined
const dayOfMonthOf = (day: number | undefined) =>
  day !== undefined && day >= 1 && day <= 31 ? day : undefined
/** "1号楼" is a house, "3号床" a bed. */
const notAThing =
  '(?![螺楼樓线線门門馆館院店机機桌车車房文选選位厅廳柜櫃球电電公仓倉库庫井坑码碼床铺鋪场場厂廠桥橋台柱员員窗会會室屋宅街路船艇笔筆键鍵])'
put('DAYNUMBER', 'N', `(?<![买買坐乘穿])${number}[号號]${notAThing}`, ([, day]) =>
  dayOfMonthOf(numberOf(day)),
)
put(
  'DAYNUMBER',
  'N',
  `${number}日(?!程(?!序)|[报報记記](?:$|[\\s，。、]))`,
  ([, day]) => dayOfMonthOf(numberOf(day)),
  {
    behind: 'MONTH UNIT THIS NEXT EVERY - 到 的',
  },
)
put(
  'DAYNUMBER',
  'N',
  `(\\d{1,2}|[${numerals}]{1,3})(?![\\d${numerals}])(?!\\s?(?:${counted}|[天:：.％%/]|pm|am))`,
  ([, day]) => dayOfMonthOf(numberOf(day)),
  {
    behind: 'MONTH MOONMONTH 农历',
  },
)
put(
  'DAYNUMBERS',
  'N',
  `${number}[日号號]?(?:[、，,和及与與] ?${number}[日号號]?){1,6}(?<=[日号號])${notAThing}`,
  ([whole = '']) => {
    const days = whole
      .split(/[、，,和及与與]/)
      .map((day) => numberOf(day.trim().replace(/[日号號]/, '')) ?? 0)
    return days.every((day) => day >= 1 && day <= 31) && new Set(days).size === days.length ? days : undefined
  },
)
put('YEARNUMBER', 'N', '(\\d{4}) ?年(?![级級])', ([, year]) => Number(year))
put('YEARNUMBER', 'N', `(\\d{2}) ?年 ?(?=${number}月)`, ([, year]) => 2000 + Number(year))
put('YEARNUMBER', 'N', '([〇零一二三四五六七八九]{4})年', ([, year = '']) =>
  Number([...year.replaceAll('零', '〇')].map((digit) => digits.indexOf(digit)).join('')),
)
for (const [years, name] of [
  [0, '今年'],
  [1, '明年'],
  [2, '[后後]年'],
  [3, '大[后後]年'],
] as const)
  put('RELATIVEYEAR', '今明后後大', name, () => years)
putMonthFirst(put)
put('odd', '二三五七九', '([二三五七九])月\\1(?![日号號十])')
put('月底', '月', '月[底末]')
put('月初', '月', '月初(?![一二三四五六七八九十])')
put('年底', '年', '年[底末]')
put('年初', '年', '年初')
put('季末', '季', '季度?[底末]')
put('底', '底末', '[底末]', undefined, { behind: 'MONTH UNIT RELATIVEYEAR YEARNUMBER' })
put('初', '初', '初(?![一二三四五六七八九十中级級步])', undefined, {
  behind: 'MONTH UNIT RELATIVEYEAR YEARNUMBER',
})

// These words name parts of the day, and hours.
put(
  'PART',
  '凌清早上中午下傍晚夜半深正',
  '(凌晨|清晨|早晨|早上(?!好(?!好))|上午(?!好)|中午(?![饭飯觉覺])|正午|午后|下午(?!茶|好)|傍晚|晚上(?!好)|晚间|夜里|夜晚|半夜|深夜)',
  ([, name = '']) => chineseParts[name],
)
put(
  'PART',
  '午晚夜',
  '(午後|晚間|夜裡|夜裏)',
  ([, name = '']) => chineseParts[name === '午後' ? '午后' : '晚上'],
)
put('PART', '午', '(午夜)(?![场場])', () => chineseParts['午夜'])
put('PART', '一大', '(一大早|一早|大清早)', ([, name = '']) => chineseParts[name])
put(
  'PART',
  '早晚',
  `([早晚])(?!一[点點](?![半钟鐘整]))(?=${number}(?:[点點]|[:：]\\d\\d))`,
  ([, name = '']) => chineseParts[name],
)
put(
  'PART',
  '早晚晨夜',
  '([早晚晨夜])(?![会會报報餐饭飯宵市班跑操读讀宴茶上自])',
  ([, name = '']) => chineseParts[name],
  {
    behind: 'EVERY RELATIVE WEEKDAY FEAST',
  },
)
/** "三点建议" are three of them. */
const notPoints =
  '(?!之[间間]|一[线線]|[档檔]|读书|讀書|了|建议|建議|意见|意見|要求|理由|原因|想法|问题|問題|水|内容|說明|说明|总结|启示|看法|感想|心得|体会|钱|錢|儿|兒|击|擊|评|評|赞|贊|心|场|場|式|注意|事|共识|共識|好处|坏处|区别|改进|反馈|经验|教训|思考|收获|不同|都|也|点)'
const pastHour = `(?![钟鐘]方向)(?:[钟鐘])?(?:(半)|([一三])刻|整|(?: (?=\\d{1,2} ?分)|零)?(\\d{1,2}|[${numerals}]{1,3})(?: ?分(?![钟鐘])|(?<=[点點][零〇]?(?:\\d\\d|[${numerals}]{2,3}))(?![\\d${numerals}]|\\s?(?:${counted}|[天页頁只斤公米]))))?[钟鐘]?`
/** 一点 is "a little", unless a day or a part of it stands before it. */
const aLittle = `一[点點](?!零?[半钟鐘整\\d${numerals}])`
put('CLOCK', 'N', `(?!${aLittle})${number}[点點]${notPoints}${pastHour}(?!\\d)`, clockOf)
/** Behind a part of the day it is always an hour: 下午两点评审. */
put('CLOCK', 'N', `${number}[点點](?![场場档檔])${pastHour}(?!\\d)`, clockOf, { behind: 'PART RELATIVEPART' })
put('CLOCK', '一', `(一)[点點]${notPoints}(?!\\d)`, clockOf, {
  behind: 'PART RELATIVE RELATIVEPART WEEKDAY DAYNUMBER',
})
put(
  'CLOCK',
  'N',
  `${number}[时時](?![间間候代刻光段长長差装裝尚])(?:整|(\\d{1,2}|[${numerals}]{1,3})分)?(?!\\d)`,
  ([, hour, minutes]) => clock(numberOf(hour), minutes === undefined ? 0 : numberOf(minutes)),
  { behind: 'PART RELATIVE RELATIVEPART WEEKDAY DAYNUMBER DATE MONTHFIRST' },
)
put('CLOCK', 'N', '(\\d{1,2})[时時](\\d{1,2})分', ([, hour, minutes]) =>
  clock(numberOf(hour), numberOf(minutes)),
)

put('CLOCK', '差', `差${number}([分刻])[钟鐘]?到?${number}[点點]`, ([, count, unit, hour]) => {
  const minutes = (numberOf(count) ?? 60) * (unit === '刻' ? 15 : 1)
  const time = (numberOf(hour) ?? 0) * 60 - minutes
  return minutes < 60 && time > 0 ? { time, vague: time < 12 * 60 } : undefined
})

function clockOf([, hour, half, quarters, minutes]: readonly (string | undefined)[]): unknown {
  const quarter = quarters === '一' ? 15 : 45
  const past = half ? 30 : quarters ? quarter : minutes === undefined ? 0 : numberOf(minutes)
  return clock(numberOf(hour), past)
}

function clock(hour: number | undefined, minutes: number | undefined): unknown {
  if (
    hour === undefined ||
    minutes === undefined ||
    hour > 24 ||
    minutes > 59 ||
    (hour === 24 && minutes > 0)
  )
    return undefined
  return { time: hour * 60 + minutes, vague: hour >= 1 && hour <= 12 }
}

putLengths(put)

// With these words a todo is repeated.
put(
  'EVERY',
  '每',
  '每逢?(?:一?[个個](?=月|星期|礼拜|禮拜|周|週|工作日|法定|[节節]假日|休息日|季度))?(?![次一](?!季度|年|月))',
  () => false,
)
put('EVERY', '逢', `逢(?=${week}|每|初[一二三四五六七八九十])`, () => false)
put('每次', '每', '每次(?=完成)')
put('每隔', '每', '每隔')
put('隔', '隔', `隔(?=天|日|${week}|月|年|${number})`)
put('天天', '天', '天天(?!向上|[气氣])')
put(
  'UNIT',
  '天日周週星礼禮月季年',
  `(天|日|${week}(?![末\\d${numerals}])|月(?![底末]|初(?![一二三四五六七八九十]))|季度?(?![底末])|年(?![底末初]))`,
  ([, name]) => unitNamed(name),
  {
    behind: 'EVERY THIS NEXT 隔 POSITION',
  },
)
/** They are two times of the day, and of each no hour is told. */
put('odd', '早中', '早[、和]?[中午]?[、和]?晚|早中(?![旬期])|中晚', undefined, {
  behind: 'EVERY UNIT RELATIVE WEEKDAY WEEKDAYS DAYSOFWEEK',
})
put('半年', '半', '半年', undefined, { behind: 'EVERY' })
put('工作日', '工', '工作日', undefined)
put('法定工作日', '法', '法定工作日')
const holiday = '(?:法定[节節]?假[日期]|[节節]假日)'
put('节假日', '法节節', holiday)
put('休息日', '休', '休息日', undefined, { behind: 'EVERY' })
const skipped = `(?=(?:周末[、和及与與]?)?${holiday})`
put('跳过', '跳自智不避', `(?:自[动動]|智能)?(?:跳[过過]|避[开開])${skipped}|不(?:含|包(?:含|括))${skipped}`)
const ofMonth = `(?=${week}[${weekday}1-6]|[个個]?(?:法定)?工作日|天)`
put('POSITION', '第', `第([一二三四五1-5])[个個]?${ofMonth}`, ([, nth]) => numberOf(nth))
put(
  'POSITIONS',
  '第',
  `第[一二三四五1-5][个個]?(?:[和及与與、，,]第?[一二三四五1-5][个個]?){1,4}${ofMonth}`,
  ([whole = '']) => [...whole.replaceAll(/[第个個和及与與、，,]/g, '')].map((nth) => numberOf(nth)),
)
put('POSITION', '最', `最[后後](?:一[个個]?)?${ofMonth}`, () => -1)
put('POSITION', '倒', `倒[数數]第([一二三])[个個]?${ofMonth}`, ([, nth]) => -(numberOf(nth) ?? 1))
put('完成后', '完', '完成(?:之)?[后後]')
put('再来', '再重', '再[来來]|再次|重[复復]', undefined, { behind: 'SPAN 后', soft: true })
put('共', '共一总總重', `(?:一共|[总總]共|共|重[复復])(?=${number}次)`)

// These words connect the others: they stand between, before or after them.
const any = { behind: 'any' }
put('的', '的', '的', undefined, any)
put('后', '后後', '[后後](?!台|臺|悔)', undefined, { behind: 'SPAN' })
put('后', '之以过過', '[之以过過][后後]', undefined, any)
put('后', '后後', '[后後](?![悔台臺端面勤院续續期来來排腿盾代者方天])', undefined, any)
put('前', '之以', '[之以]前', undefined, any)
put(
  '前',
  '前',
  '前(?!提(?![交醒供前升货貨现現])|[端台臺往面沿锋鋒景辈輩夫妻任期后後途瞻方门門进進来來去排言奏卫衛列世身年天])',
  undefined,
  any,
)
put(
  '内',
  '之以内內',
  '[之以]?[内內](?![部容存衣测測网網外阁閣科蒙地审審裤褲饰飾幕核置向心勤功])',
  undefined,
  any,
)
put('起', '起', '起(?![床来來草飞飛身诉訴点點码碼义義名])', undefined, any)
put('开始', '开開', '[开開]始', undefined, any)
put('截止', '截到', '截止(?!日|[时時]|到|[:：])|到期', undefined, any)
put('止', '为為止', '[为為]?止', undefined, any)
put('左右', '左', '左右', undefined, { behind: 'CLOCK' })
put('左右', '多', '多(?![少种種])', undefined, { behind: 'CLOCK' })
put('全天', '全整', '[全整]天', undefined, { behind: 'any', soft: true })
put('到', '到至', '到(?![期])|至(?![少今于])', undefined, { soft: true })
put('直到', '直', '直到')
put('和', '和及与與跟', '[和及与與跟]', undefined, { behind: 'any', soft: true })
put('或', '或还還', '或(?:者|是)?|[还還]是', undefined, any)
put('从', '从從自', '[从從]|自(?=今|明|[后後]天|周|週|星期|下|\\d)', undefined, { soft: true })
put(
  '在',
  '在于於截最不赶趕',
  '[在于於]|截[止至](?:到|日期|[时時][间間])?[:：]?(?![之前])|最[晚迟遲]|(?:不要?|[别別])[晚迟遲][于於]|[赶趕]在',
  undefined,
  { soft: true },
)
put('除外', '除', '除外', undefined, { behind: '节假日' })
/** These words tell bounds of a repeat that stands elsewhere in the text. */
put('odd', '除持为為', '除外|持[续續]|[为為]期', undefined, { word: 'limit' })
put('除了', '除', '除了?(?!外)', undefined)
put('以外', '以之外', '[以之]?外', undefined, { behind: 'WEEKDAY DAYSOFWEEK 周末 节假日' })
put('过', '再过過', `再?[过過](?=${number}|半)`)

// These words ask for reminders.
put('提前', '提', `提前(?= ?${number}|半)`)
put('提醒我', '提记記到请請', '(?:[记記]得|到[时時](?:候)?|[请請])?提醒我', undefined, { soft: true })
put('提醒', '提通', '提醒(?!我)|通知我?', undefined, { behind: 'SPAN' })
put('叫我', '叫', '叫我', undefined, any)
