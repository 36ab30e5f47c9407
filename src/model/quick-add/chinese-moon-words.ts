/** This file has the words that name days of the Chinese calendar: 农历, 腊月, 初三, 除夕. */
import type { Put } from './chinese-patterns.ts'
import { feastNamed, moonDay, moonDayNamed, moonDaysNamed, moonMonthNamed } from './moon-days.ts'

/**
 * A feast is a date only where it stands apart or before a deed. In 春节机票 it is none, and
 * what is on New Year's Eve at twelve is at noon or at midnight.
 */
const feastBefore = '(?<=^|[\\s，,。；;、（(]|[今明后後\\d]年的?|在|[农農阴陰旧舊][历曆歷])'
const ofDay =
  '(?:[当當那这這][天日晚]|早上|上午|中午|下午|傍晚|晚上|夜里|夜(?![宵市场場曲])|\\d{1,2}[点點:：]|[一二两三四五六七八九十]{1,3}[点點])(?<!(?:12|十二|0|零)[点點:：])'
const deed =
  '(?:[给給吃喝去陪和跟赏賞祭买買送聚拜贴貼守写寫接]|包[饺餃粽汤湯]|做(?!法)|打(?:电话|電話|扫|掃)|看(?![点點法护護板])|[请請](?![假柬帖]))'
const feastBehind = `(?=$|[，,。；;！!）)]|\\s(?!\\s?(?:12|十二|0{1,2}|零)[点點:：])|${ofDay}|${deed})`
const eachYear = `(?<=每年的?|逢)`
const notAround = '(?![前后後期之以的假间間快])'
const feast = '除夕|大年三十|春[节節]|端午[节節]?|七夕[节節]?|中秋[节節]?|(?:元宵|重[阳陽]|[腊臘]八)[节節]'
/** Without 节 these are other words as well: 元宵 is food. */
const shortFeast = '元宵|重[阳陽]|[腊臘]八'

export function putMoonWords(put: Put): void {
  put('农历', '农阴旧農陰舊', '[农農阴陰旧舊][历曆歷]')
  put('MOONMONTH', '正冬腊臘闰閏', '(?:正|冬|腊|臘)月|[闰閏][一二三四五六七八九十]{1,2}月', ([name]) =>
    moonMonthNamed(name),
  )
  put(
    'MOONDAY',
    '初廿卅',
    `(?:初[一二三四五六七八九十](?![中级級步夏春])|廿[一二三四五六七八九]?|卅)`,
    ([name]) => moonDayNamed(name),
  )
  put(
    'MOONDAYS',
    '初',
    `初[一二三四五六七八九十](?:[、，,和及与與]?${moonDay}){1,5}(?![中级級步夏春])`,
    ([whole]) => moonDaysNamed(whole),
  )
  put(
    'FEAST',
    '除大春元端七中重腊臘',
    `${feastBefore}(?:(?:${feast})${feastBehind}|(?:${shortFeast})(?=${ofDay}))|${eachYear}(?:${feast}|${shortFeast})${notAround}`,
    ([name]) => feastNamed(name),
  )
  put('FEAST', '大', `(?:${feastBefore}|${eachYear})大年(初[一二三四五六七八九十])`, ([, name]) => {
    const day = moonDayNamed(name)
    return day && { month: 1, day }
  })
}
