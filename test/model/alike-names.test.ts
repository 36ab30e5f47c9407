/** Names that could be taken for each other (SPEC.md, N85, N86). */
import { expect, test } from 'bun:test'
import { normalName } from '../../src/model/account.ts'
import { isImpostor, isMixed, skeletonOf } from '../../src/model/alike-names.ts'
import { confusables } from '../../src/model/confusables.ts'

const whole = [
  ...['ann', 'ann-2', 'ann_b.c', '007', 'zoë', 'łukasz', 'ışık', 'nguyễn'],
  ...['анна', 'анна-2', 'άννα', 'أمل', 'ยุพิน', 'अनु', 'անի', 'ანა', 'חנה', 'ᎠᎾ'],
  // Han, kana and hangul, also with Latin letters between.
  ...['安娜', 'あんな', 'アンナ', '안나', 'ann安娜', 'annアンナ安', '安ㄋㄚann', 'ann안나安', 'カードann'],
]
const mixed = [
  ...['pаypal', 'ann-анна', 'αnn', 'αнна', 'annא', 'ann١', 'annไทย', 'ա1b'],
  ...['안나アンナ', 'анна安', 'ㄋㄚアンナ', 'あ한', 'ann한あ'],
]

test('[N85] names of one script are whole, and so are Han, kana and hangul with Latin', () => {
  expect(whole.map(normalName).filter(isMixed)).toEqual([])
  expect(mixed.map(normalName).filter((name) => !isMixed(name))).toEqual([])
})

test('[N85] each letter that there is belongs to a script that is known', () => {
  const strange: string[] = []
  for (let code = 0; code < 0x11_00_00; code++) {
    if (code >= 0xd8_00 && code < 0xe0_00) continue
    const char = String.fromCodePoint(code)
    if (/[\p{L}\p{M}\p{N}]/u.test(char) && isMixed(char)) strange.push(code.toString(16))
  }
  expect(strange).toEqual([])
})

test('[N86] a name is an impostor of what looks like it in another script, or with what nobody sees', () => {
  for (const [name, other] of [
    ['раура', 'paypa'],
    ['ѕсоре', 'scope'],
    ['ɑnn', 'ann'],
    ['ann\u{34f}', 'ann'],
    ['ann\u{fe0f}', 'ann'],
    ['ıan', 'ian'],
    ['ρ', 'p'],
    ['ո', 'n'],
    ['ロ', '口'],
  ] as const)
    expect([name, isImpostor(normalName(name), normalName(other))]).toEqual([name, true])
  for (const [name, other] of [
    ['ann1', 'annl'],
    ['modern', 'modem'],
    ['anna', 'ann'],
    ['zoë', 'zoe'],
    ['анна', 'anna'],
  ] as const)
    expect([name, isImpostor(name, other)]).toEqual([name, false])
  // They are alike all the same.
  expect(skeletonOf('modern')).toBe(skeletonOf('modem'))
})

test('[N130] what stands with Latin letters and looks like one is that letter, a capital as well', () => {
  for (const [name, other] of [
    ['b\u{3007}b', 'bob'],
    ['b\u{3147}b', 'bob'],
    ['b\u{110b}b', 'bob'],
    ['b\u{ffb7}b', 'bob'],
    ['a\u{4e28}ice', 'alice'],
    ['a\u{3163}ice', 'alice'],
    ['a\u{3021}ice', 'alice'],
    ['ma\u{4e42}', 'max'],
    ['ma\u{30e1}', 'max'],
    ['\u{311a}uri', 'yuri'],
    ['s\u{3129}e', 'sue'],
    ['li\u{51f5}', 'liu'],
    ['jo\u{4e00}ann', 'jo-ann'],
    ['jo\u{30fc}ann', 'jo-ann'],
    ['b\u{3007}b', 'b0b'],
  ] as const)
    expect([name, isImpostor(normalName(name), normalName(other))]).toEqual([name, true])
  // Syllables are no letters, and what looks alike in ASCII stands.
  for (const [name, other] of [
    ['이', 'ol'],
    ['b0b', 'bob'],
    ['一郎', '-郎太'],
  ] as const)
    expect([name, isImpostor(normalName(name), normalName(other))]).toEqual([name, false])
})

test('[N86] the table has what names can have, and nothing twice', () => {
  const charOf = (hex: string) => String.fromCodePoint(Number.parseInt(hex, 16))
  const entries = confusables.trim().split(/\s+/)
  const sources = entries.flatMap((entry) => entry.split(':')[1]?.split(',') ?? []).map(charOf)
  expect(new Set(sources).size).toBe(sources.length)
  expect(sources.length).toBeGreaterThan(1_500)
  for (const source of sources) {
    expect(skeletonOf(source)).not.toBe(source)
    expect(normalName(source).normalize('NFD')).toContain(source)
  }
})
