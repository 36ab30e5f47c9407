import type { FilterProblems } from './filter-problems.ts'

const whole = (text: string): RegExp => new RegExp(`^${text}$`, 's')

export const filterProblemsZhCn: FilterProblems = [
  [/ Text with such characters needs quotes\.$/, ' 含有这类字符的文字要加引号。'],
  [/^There is no \( for this \)\./, '这个 ) 没有对应的 (。'],
  [/^(".*") was not expected here\./s, '这里不该有 $1。'],
  [/^(".*") is no field; expected one of (.*?)\./s, '$1 不是字段；可用：$2。'],
  [whole(String.raw`It is too long; expected at most (\d+) characters\.`), '太长了；最多 $1 个字符。'],
  [
    whole(String.raw`The \( at character (\d+) is not closed; \) was expected\.`),
    '第 $1 个字符的 ( 没有闭合；这里应有 )。',
  ],
  [whole(String.raw`It asks for too much; expected at most (\d+) conditions\.`), '条件太多；最多 $1 个。'],
  [whole(String.raw`It has too many values; expected at most (\d+)\.`), '值太多；最多 $1 个。'],
  [whole(String.raw`It nests too deep; expected at most (\d+) levels\.`), '括号嵌套太深；最多 $1 层。'],
  [
    whole(String.raw`At the beginning a condition was expected, such as (.*) or (.*?); found (.*)\.`),
    '开头应有条件，例如 $1 或 $2；却是 $3。',
  ],
  [
    whole(String.raw`After (.*?) a condition was expected, such as (.*) or (.*?); found (.*)\.`),
    '$1 之后应有条件，例如 $2 或 $3；却是 $4。',
  ],
  [whole(String.raw`After in a list was expected, such as (.*)\.`), 'in 之后应有列表，例如 $1。'],
  [
    whole(String.raw`After # a label was expected, such as (.*) or (.*)\.`),
    '# 之后应有标签，例如 $1 或 $2。',
  ],
  [whole(String.raw`After (\S+) one of these was expected: (.*)\.`), '$1 之后可用：$2。'],
  [
    whole(String.raw`Between the values , or behind them \) was expected; found (.*)\.`),
    '值之间应有逗号，之后应有 )；却是 $1。',
  ],
  [whole(String.raw`Between the quotes there is nothing; text was expected\.`), '引号里是空的；应有文字。'],
  [whole(String.raw`The quote is not closed; another " was expected\.`), '引号没有闭合；应再有一个 "。'],
  [
    /^After (.*?) (a date was|a priority was|a whole number was|text was|the name or the id|a label was|the id of a todo)/s,
    '$1 之后$2',
  ],
  [/a date was expected, such as (.*) or (\S+); found/, '应有日期，例如 $1 或 $2；却是'],
  [/a priority was expected: (.*) or (\S+); found/, '应有优先级：$1 或 $2；却是'],
  [/a whole number was expected; found/, '应有整数；却是'],
  [/text was expected, in quotes if it is more than one word; found/, '应有文字，多于一个词要加引号；却是'],
  [/the name or the id of a list was expected; found/, '应有列表的名称或 id；却是'],
  [/a label was expected; found/, '应有标签；却是'],
  [/the id of a todo was expected; found/, '应有待办的 id；却是'],
  [/the end。$/, '结尾。'],
  [/(却是.*?)the end\.$/s, '$1结尾。'],
  [/(却是.*)\.$/s, '$1。'],
]
