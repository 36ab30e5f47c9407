/**
 * Names of accounts that could be taken for each other (Unicode Technical Standard 39). The server asks this where an account is named,
 * and where its name is told to others.
 */
import { confusables } from './confusables.ts'

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

/** What is written together: Chinese, Japanese and Korean, each with Latin letters between (5.2, "highly restrictive"). */
const together = ['Latn Hani Bopo', 'Latn Hani Hira Kana', 'Latn Hani Hang']

let whole: RegExp[] | undefined

/** Each matches names that are written in one script, or in what is written together; made when they are first needed. */
function wholeNames(): RegExp[] {
  return (whole ??= [...together, ...scripts].map((group) => {
    const codes = ['Zyyy', 'Zinh', ...group.split(' ')]
    return new RegExp(`^[${codes.map((code) => String.raw`\p{scx=${code}}`).join('')}]*$`, 'u')
  }))
}

/** Whether it has letters of scripts that nobody writes together, such as a Cyrillic one in a Latin name. */
export const isMixed = (name: string): boolean =>
  !/^[\x21-\x7e]*$/.test(name) && !wholeNames().some((each) => each.test(name))

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

/** Names that look alike have the same one (section 4, `internalSkeleton`). It is for comparing alone, and no name. */
export function skeletonOf(name: string): string {
  const visible = name.normalize('NFD').replaceAll(/\p{Default_Ignorable_Code_Point}/gu, '')
  return Array.from(visible, prototypeOf).join('').normalize('NFD')
}

/**
 * Whether a new name must not stand beside one that looks like it. What looks alike in ASCII, such as 1 and l, everybody knows
 * of, and ordinary names have it: those stand, and are told apart by their ids.
 */
export const isImpostor = (name: string, other: string): boolean =>
  skeletonOf(name) === skeletonOf(other) && /[^\x21-\x7e]/.test(name + other)
