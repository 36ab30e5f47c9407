/**
 * Names of accounts that could be taken for each other (Unicode Technical Standard 39). The server asks this where an
 * account is named, and where its name is told to others.
 */
import { confusables, confusablesVersion } from './confusables.ts'

/** All scripts of Unicode 17, by their codes in ISO 15924; Zyyy and Zinh, which go with any, are not among them. */
const scripts =
  `Adlm Aghb Ahom Arab Armi Armn Avst Bali Bamu Bass Batk Beng Berf Bhks Bopo Brah Brai Bugi Buhd Cakm Cans Cari Cham Cher Chrs
  Copt Cpmn Cprt Cyrl Deva Diak Dogr Dsrt Dupl Egyp Elba Elym Ethi Gara Geor Glag Gong Gonm Goth Gran Grek Gujr Gukh Guru Hang
  Hani Hano Hatr Hebr Hira Hluw Hmng Hmnp Hung Ital Java Kali Kana Kawi Khar Khmr Khoj Kits Knda Krai Kthi Lana Laoo Latn Lepc
  Limb Lina Linb Lisu Lyci Lydi Mahj Maka Mand Mani Marc Medf Mend Merc Mero Mlym Modi Mong Mroo Mtei Mult Mymr Nagm Nand Narb
  Nbat Newa Nkoo Nshu Ogam Olck Onao Orkh Orya Osge Osma Ougr Palm Pauc Perm Phag Phli Phlp Phnx Plrd Prti Rjng Rohg Runr Samr
  Sarb Saur Sgnw Shaw Shrd Sidd Sidt Sind Sinh Sogd Sogo Sora Soyo Sund Sunu Sylo Syrc Tagb Takr Tale Talu Taml Tang Tavt Tayo Telu
  Tfng Tglg Thaa Thai Tibt Tirh Tnsa Todr Tols Toto Tutg Ugar Vaii Vith Wara Wcho Xpeo Xsux Yezi Yiii Zanb`.split(
    /\s+/,
  )

/**
 * What is written together: Chinese, Japanese and Korean, each with Latin letters between (5.2, "highly restrictive").
 */
const together = ['Latn Hani Bopo', 'Latn Hani Hira Kana', 'Latn Hani Hang']

let whole: RegExp[] | undefined

/**
 * Each matches names that are written in one script, or in what is written together; made when they are first needed.
 */
function wholeNames(): RegExp[] {
  return (whole ??= [...together, ...scripts].map((group) => {
    const codes = ['Zyyy', 'Zinh', ...group.split(' ')]
    return new RegExp(`^[${codes.map((code) => String.raw`\p{scx=${code}}`).join('')}]*$`, 'u')
  }))
}

/** Whether it has letters of scripts that nobody writes together, such as a Cyrillic one in a Latin name. */
export const isMixed = (name: string): boolean =>
  !/^[\x21-\x7e]*$/.test(name) && !wholeNames().some((each) => each.test(name))

/**
 * Signs that stand with Latin in one name (see `together`) can look like letters of which the table of UTS 39 does not
 * know. They are here by the letter.
 */
const more: Readonly<Record<string, string>> = {
  o: '\u{110b}\u{11bc}',
  l: '\u{4e28}\u{1175}\u{3021}',
  x: '\u{4e42}\u{3128}\u{30e1}\u{3024}\u{3405}',
  y: '\u{311a}\u{4e2b}',
  u: '\u{3129}\u{51f5}',
  n: '\u{3107}\u{5182}',
  c: '\u{3108}\u{531a}',
  z: '\u{4e59}',
  j: '\u{4e85}',
  '-': '\u{30fc}\u{4e00}\u{1173}\u{3127}',
}
const moreOf = new Map(
  Object.entries(more).flatMap(([letter, signs]) => Array.from(signs, (sign) => [sign, letter])),
)

/** Skeletons are kept with this: those of another one are made anew. */
export const skeletonVersion = `${confusablesVersion}, folded`

let prototypes: Map<string, string> | undefined

function prototypeOf(char: string): string {
  if (!prototypes) {
    const charOf = (hex: string) => String.fromCodePoint(Number.parseInt(hex, 16))
    prototypes = new Map()
    for (const entry of confusables.trim().split(/\s+/)) {
      const [target = '', sources = ''] = entry.split(':')
      const prototype = target.split('+').map(charOf).join('')
      for (const source of sources.split(',')) prototypes.set(charOf(source), prototype)
    }
  }
  return prototypes.get(char) ?? char
}

/**
 * Names that look alike have the same one (section 4, `internalSkeleton`). It is for comparing alone, and no name.
 * Names have no capitals, but prototypes have: that of a zero is O, of an o it is o. So they are folded, and looked up
 * once more.
 */
export function skeletonOf(name: string): string {
  // A syllable of hangul is another sign than the letters that it is taken apart to.
  const known = Array.from(name.normalize('NFC'), (sign) => moreOf.get(sign) ?? sign).join('')
  const visible = known.normalize('NFD').replaceAll(/\p{Default_Ignorable_Code_Point}/gu, '')
  return mapped(mapped(visible).toLowerCase())
}

const mapped = (text: string): string => Array.from(text, prototypeOf).join('').normalize('NFD')

/**
 * Whether a new name must not stand beside one that looks like it. What looks alike in ASCII, such as 1 and l,
 * everybody knows of, and ordinary names have it: those stand, and are told apart by their ids.
 */
export const isImpostor = (name: string, other: string): boolean =>
  skeletonOf(name) === skeletonOf(other) && /[^\x21-\x7e]/.test(name + other)
