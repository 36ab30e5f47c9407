/** These are chosen for an account, on all devices. */

export const startPages = ['list', 'today', 'upcoming', 'calendar'] as const
export const weekStarts = ['locale', 'monday', 'sunday', 'saturday'] as const
export const clocks = ['locale', '12', '24'] as const

export interface AccountSettings {
  /** The page begins here: in the default list, or in one of these. */
  startPage: (typeof startPages)[number]
  /** A week begins on this day, or as is usual for the language. */
  weekStart: (typeof weekStarts)[number]
  /** Times are shown so, or as is usual for the language. */
  clock: (typeof clocks)[number]
  /** The page adds to this list what names none; null: to the default list. */
  addTo: string | null
  /** The first list has taught what there is to know, and does not do so again. */
  isTaught: boolean
}

/** What is not in it is as usual, or stays as it is. */
export type SomeSettings = { [Name in keyof AccountSettings]?: AccountSettings[Name] | undefined }

const usualSettings: AccountSettings = {
  startPage: 'list',
  weekStart: 'locale',
  clock: 'locale',
  addTo: null,
  isTaught: false,
}

/** No setting is undefined: what is left out is not there. */
export const withUsual = (some: SomeSettings | null | undefined): AccountSettings =>
  ({ ...usualSettings, ...some }) as AccountSettings
