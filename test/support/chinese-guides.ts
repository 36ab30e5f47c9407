/** The guides in Chinese, each beside its English twin. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { blocksOf, type Block } from './guides.ts'

const root = join(import.meta.dir, '..', '..')
const readGuide = (path: string): string => readFileSync(join(root, path), 'utf8')

export interface Twins {
  english: string
  chinese: string
}

/** Each guide that there is in both languages, by its path. */
export const twins: readonly Twins[] = [
  { english: 'README.md', chinese: 'README.zh-CN.md' },
  ...readdirSync(join(root, 'docs', 'zh-CN'))
    .toSorted()
    .map((name) => ({ english: `docs/${name}`, chinese: `docs/zh-CN/${name}` })),
]

/** Examples in commands are Chinese in the Chinese guides; nothing else in a command may differ. */
const examples: readonly (readonly [english: string, chinese: string])[] = [
  ['Water the plants', '浇花'],
  ['Feed the fish', '喂鱼'],
  ['Feed the cat', '喂猫'],
  ['"Pay rent"', '"交房租"'],
  ['["home"]', '["家"]'],
  ['label=home', 'label=家'],
  ['Sow the beans tomorrow #garden', '明天种豆子 #菜园'],
  ['Call Ann !high', '给小安打电话 !高'],
  ['#garden or priority >= high', '#菜园 或 优先级 >= 高'],
  ['tomorrow or overdue', '明天或逾期'],
  ['Clean the windows', '擦窗户'],
  ['Call the landlord', '给房东打电话'],
  ['"2030-12-01T09:00[Europe/Berlin]"', '"2030-12-01T09:00[Asia/Shanghai]"'],
  ['"Home"', '"家"'],
  [
    'due < +7d and not finished and (#home or priority >= high)',
    '截止 < +7d 且 未完成 且 (#家 或 优先级 >= 高)',
  ],
  ['filter=due <= today and not finished', 'filter=截止 <= 今天 且 未完成'],
  ['#home and not finished', '#家 且 未完成'],
]

/** A block as a Chinese guide has it. */
function asCommands(text: string, isEnglish: boolean): string {
  const withoutComments = text.replaceAll(/[ \t]{2,}#.*$/gm, '')
  return isEnglish
    ? examples.reduce(
        (commands, [english, chinese]) => commands.replaceAll(english, chinese),
        withoutComments,
      )
    : withoutComments
}

const place = ({ heading }: Block): string => (heading === '' ? 'above the first heading' : `“${heading}”`)

/** It says in which blocks of code two guides differ, so that whoever changed one of them knows what to do. */
export function differentCommands({ english, chinese }: Twins): string[] {
  const [here, there] = [blocksOf(chinese), blocksOf(english)]
  if (here.length !== there.length)
    return [
      `${english} has ${there.length} blocks of code, ${chinese} ${here.length}: ${there.map(place).join(', ')}; ${here.map(place).join(', ')}`,
    ]
  return there.flatMap((block, at) => {
    const other = here[at] as Block
    const [wanted, found] = [asCommands(block.text, true), asCommands(other.text, false)]
    return block.language === other.language && wanted === found
      ? []
      : [
          `${chinese}, ${place(other)}, has other commands than ${english}, ${place(block)}; change both:\n${wanted}instead of\n${found}`,
        ]
  })
}

const headingsOf = (text: string): string[] =>
  [...text.replaceAll(/^```.*?^```$/gms, '').matchAll(/^(#+) (.*)$/gm)].map(
    ([, level = '', heading = '']) => `${level} ${heading}`,
  )

/** Headings are compared by their number and their levels. */
export function differentHeadings({ english, chinese }: Twins): string[] {
  const [here, there] = [headingsOf(readGuide(chinese)), headingsOf(readGuide(english))]
  const levels = (headings: string[]) => headings.map((heading) => heading.replace(/ .*/, '')).join(' ')
  return levels(here) === levels(there)
    ? []
    : [
        `${english} has the headings ${there.join(', ')}; ${chinese} has ${here.join(', ')}: add, or remove, the section in the other one.`,
      ]
}

const option = /(?<![\w-])--[a-z][a-z-]*/g
const namedThings: readonly RegExp[] = [
  option,
  /\b(?:AIOTODO_[A-Z_]+|DATABASE_URL)\b/g,
  /\b(?:GET|POST|PUT|PATCH|DELETE) \/[\w/.{}]*/g,
  /`(?:npx )?aiotodo [a-z]+/g,
  /\/(?:livez|readyz)\b/g,
]
const namesIn = (path: string, kinds: readonly RegExp[]): Set<string> =>
  new Set(kinds.flatMap((kind) => [...readGuide(path).matchAll(kind)].map(([name]) => name)))

/** Options, variables, addresses and commands that one of two guides does not name. */
export function unnamedThings({ english, chinese }: Twins): string[] {
  const [here, there] = [namesIn(chinese, namedThings), namesIn(english, namedThings)]
  return [
    ...[...there]
      .filter((name) => !here.has(name))
      .map((name) => `${chinese} does not name ${name}, as ${english} does`),
    ...[...namesIn(chinese, [option])]
      .filter((name) => !there.has(name))
      .map((name) => `${chinese} names ${name}, ${english} does not: is there still such an option?`),
  ]
}

/** These guides have examples of their own in Chinese, so their tables are others. */
const ownTables = /quick-add|filters/

/** A row that one table has more than the other is told by its beginning. */
export function differentTables({ english, chinese }: Twins): string[] {
  if (ownTables.test(english)) return []
  const tables = (path: string) =>
    [...readGuide(path).matchAll(/^\|.*\n(?:\|.*(?:\n|$))*/gm)].map(
      ([table]) => table.trim().split('\n').length - 2,
    )
  const [here, there] = [tables(chinese), tables(english)]
  return here.join() === there.join()
    ? []
    : [
        `The tables of ${english} have ${there.join(', ')} rows, those of ${chinese} ${here.join(', ')}: add, or remove, the row in the other one.`,
      ]
}

/** Words of translations that the product does not use, with those that it uses. */
const wrongWords: readonly (readonly [wrong: RegExp, right: string])[] = [
  [/列表(?!达式)/, '清单'],
  [/[条个]待办(?!服务器|应用)|待办事项/, '项待办'],
  [/此设备/, '本设备'],
  [/您/, '你'],
  [/撤销令牌|令牌[^。；，]{0,6}撤销(?!\])/, '吊销'],
  [/恢复为未完成/, '标为未完成'],
  [/到期日期?(?!期)/, '截止日期'],
  [/应答/, '返回、响应'],
]
/** In these the word is meant otherwise: a list in memory, what other programs call it. */
const mayHave = /from-the-tutorial/

export function wrongWordsOf({ chinese }: Twins): string[] {
  if (mayHave.test(chinese)) return []
  const prose = readGuide(chinese)
    .replaceAll(/^```.*?^```$/gms, '')
    .replaceAll(/`[^`]*`/g, '')
  return wrongWords.flatMap(([wrong, right]) => {
    const found = new RegExp(`.{0,12}${wrong.source}.{0,12}`).exec(prose)?.[0]
    return found ? [`${chinese}: “${found}”; the word is ${right}`] : []
  })
}

/** Links that lead to English where there is Chinese. */
export function linksToEnglish({ english, chinese }: Twins): string[] {
  const folder = join(chinese, '..')
  return [...readGuide(chinese).matchAll(/\[([^\]]*)\]\((?!https?:)([^)#\s]+)/g)]
    .map(([, name = '', target = '']) => [name, join(folder, target)] as const)
    .filter(([name, target]) => name !== 'English' && twins.some((each) => each.english === target))
    .map(([, target]) => `${chinese} links to ${target}, of which ${english} has a Chinese twin`)
}
