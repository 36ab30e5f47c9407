/** Strings of todo-en.ts in the page's language. */
import { computed, type ReadonlySignal } from '@preact/signals'
import { todoEn, type TodoWords } from './todo-en.ts'
import { todoZhCn } from './todo-zh-cn.ts'
import { language } from './words.ts'

const languages: Readonly<Record<string, TodoWords>> = { en: todoEn, 'zh-CN': todoZhCn }

export const todoWords: ReadonlySignal<TodoWords> = computed(() => languages[language.value] ?? todoEn)
