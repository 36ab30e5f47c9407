/** This file reads numbers as Chinese writes them. */
export const digits = '〇一二三四五六七八九'

/** It reads 12, 十二, 二十 and 两, and returns undefined for other texts. */
export function numberOf(text = '一'): number | undefined {
  if (/^\d+ ?$/.test(text)) return Number(text)
  const plain = text.replace(/[两兩]/, '二').replace('零', '〇')
  const match = /^([一二三四五六七八九]?)十([一二三四五六七八九]?)$/.exec(plain)
  if (match) return (match[1] ? digits.indexOf(match[1]) : 1) * 10 + (match[2] ? digits.indexOf(match[2]) : 0)
  const digit =
    plain.length === 1 || (plain.length === 2 && plain[0] === '〇') ? digits.indexOf(plain.slice(-1)) : -1
  return digit < 0 ? undefined : digit
}
