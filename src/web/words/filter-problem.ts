/** Why a filter can't be read, in the page's language: the parser says it in English (model/filter/parse.ts). */
import { translated, type FilterProblems } from './filter-problems.ts'
import { filterProblemsZhCn } from './filter-problems-zh-cn.ts'
import { language } from './words.ts'

const languages: Readonly<Record<string, FilterProblems>> = { 'zh-CN': filterProblemsZhCn }

/** The parser's own words where there are none. */
export const filterProblem = (detail: string): string => translated(detail, languages[language.value] ?? [])
