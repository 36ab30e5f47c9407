/**
 * This table has a line for each language of the page, by its BCP 47 tag; all that depends on a language loops
 * over it. A new one is a folder beside `en/` and a line here; docs/languages.md says how.
 */
import type { LaterWords } from './en/later.ts'
import { page as english, type PageWords } from './en/page.ts'

export interface Language {
  /** Its name in itself. */
  name: string
  /** Is given for languages that are written from right to left. */
  dir?: 'rtl'
  /** Loads what the first sight of the page needs. */
  page: () => Promise<{ page: PageWords }>
  /** Loads what the part of the page needs that comes later. */
  later: () => Promise<{ later: LaterWords }>
}

/** English comes with the page itself: it stands in for words of another language that can not be loaded. */
export const languages: Readonly<Record<string, Language>> = {
  en: { name: 'English', page: async () => ({ page: english }), later: () => import('./en/later.ts') },
  'zh-CN': {
    name: '简体中文',
    page: () => import('./zh-CN/page.ts'),
    later: () => import('./zh-CN/later.ts'),
  },
}

export const fallback = { tag: 'en', page: english } as const
