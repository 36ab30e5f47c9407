/** Strings of views that are loaded later, in the language of the page. A language that is added to words.ts has a file for these as well. */
import { computed, type ReadonlySignal } from '@preact/signals'
import { viewEn, type ViewWords } from './view-en.ts'
import { viewZhCn } from './view-zh-cn.ts'
import { language } from './words.ts'

const languages: Readonly<Record<string, ViewWords>> = { en: viewEn, 'zh-CN': viewZhCn }

export const viewWords: ReadonlySignal<ViewWords> = computed(() => languages[language.value] ?? viewEn)
