/** Why a filter can not be read, in the page's language. */
import { englishFilterSentences, filterSentence, type FilterSentences } from '../../model/filter/problems.ts'
import { filterSentencesZhCn } from './filter-problems-zh-cn.ts'
import { language } from './words.ts'

const languages: Readonly<Record<string, FilterSentences>> = { 'zh-CN': filterSentencesZhCn }

/** @param detail - what is said of a code that is not known here */
export const filterProblem = (code: string | undefined, params: object | undefined, detail: string): string =>
  filterSentence(languages[language.value] ?? englishFilterSentences, code, params) ?? detail
