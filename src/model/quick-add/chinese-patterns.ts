/** This file has the pieces that the patterns of Chinese words are made of. */

/** It returns undefined for what looks like a date and is none, null for what is another word. */
export type Read = (groups: readonly (string | undefined)[]) => unknown

export const numerals = '〇零一二两兩三四五六七八九十'
/** A figure may have a space behind it, because people write "10 点" too. */
export const number = `(\\d{1,4} ?|[${numerals}]{1,3})`
export const week = '(?:周|週|星期|礼拜|禮拜)'
export const weekday = '一二三四五六日天'
/** These are counted by a number after a weekday, so that the number is not a second weekday: 周一三点, 周一五楼. */
export const counted = `(?:[点點月号號个個人楼层樓層时時分次年岁位件项條条台元块十百千万家本张杯场小手]|[周週](?![${weekday}]))`

export interface More {
  soft?: boolean
  behind?: string
  word?: string
}

/** It adds a word to the vocabulary. */
export type Put = (kind: string, first: string, source: string, read?: Read, more?: More) => void
