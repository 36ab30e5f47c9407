import type { FilterSentences, ValueKind } from '../../../model/filter/sentences.ts'

const values: Readonly<Record<ValueKind, string>> = {
  date: '应为日期，例如 2026-12-01、今天、+7d 或周一',
  priority: '应为优先级：高、中、低或无',
  number: '应为整数',
  text: '应为文字，多于一个词要加引号',
  list: '应为清单的名称或 ID',
  label: '应为标签',
  id: '应为待办的 ID',
}

const actual = (found: string | undefined): string =>
  found === undefined ? '实际已到结尾' : `实际为“${found}”`
const needsQuotes = '含有这类字符的文字要加引号。'
const wordsNeedQuotes = '要查找这些文字，请加引号。'
const meant = (nearest: string | undefined): string => (nearest === undefined ? '' : `是不是“${nearest}”？`)

export const filters: FilterSentences = {
  too_long: ({ most }) => `太长了；最多 ${most} 个字符。`,
  too_many_conditions: ({ most }) => `条件太多；最多 ${most} 个。`,
  too_many_values: ({ most }) => `取值太多；最多 ${most} 个。`,
  too_deep: ({ most }) => `括号嵌套太深；最多 ${most} 层。`,
  nothing_quoted: () => '引号里是空的；应有文字。',
  quote_not_closed: () => '引号没有闭合；应再有一个 "。',
  label_missing: () => '# 之后应有标签，例如 #家 或 #"两个 词"。',
  list_missing: () => '@ 之后应有清单的名称，例如 @工作 或 @"两个 词"。',
  bracket_not_opened: () => `这个 ) 没有对应的 (。${needsQuotes}`,
  bracket_not_closed: ({ at }) => `第 ${at} 个字符的 ( 没有闭合；这里应有 )。`,
  not_expected: ({ found, nearest }) => `这里不该有“${found}”。${meant(nearest)}${needsQuotes}`,
  no_field: ({ found, fields, nearest }) =>
    `“${found}”不是字段；可用：${fields}。${meant(nearest)}${needsQuotes}`,
  no_condition: ({ found, nearest }) => `无法读懂“${found}”。${meant(nearest)}${wordsNeedQuotes}`,
  condition_expected: ({ behind, found }) =>
    `${behind === undefined ? '开头' : `“${behind}”之后`}应为条件，例如 已完成、#家 或 截止 < 今天，${actual(found)}。`,
  one_of_expected: ({ behind, names, nearest }) => `“${behind}”之后可用：${names}。${meant(nearest)}`,
  list_expected: ({ begun }) => `in 之后应为列出的值，例如 ${begun} (a, b)。`,
  comma_expected: ({ found }) => `值之间应有逗号，之后应有 )，${actual(found)}。`,
  value_expected: ({ behind, value, found, nearest, isWord }) =>
    `“${behind}”之后${values[value]}，${actual(found)}。${meant(nearest)}${isWord ? wordsNeedQuotes : ''}`,
}
