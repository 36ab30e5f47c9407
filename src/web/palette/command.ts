/** One thing that can be done from the palette. */
import type { IconNode } from 'lucide'
import type { KeyName } from '../state/keys.ts'

export interface Command {
  /** Stays the same in all languages. */
  id: string
  name: string
  /** It is found by these as well: its names in other languages. */
  also?: readonly string[]
  /** What it is about, such as the todo's name. */
  about?: string | undefined
  icon: IconNode
  /** A list's. */
  colour?: string
  /** Its key, by its name in state/keys.ts. */
  key?: KeyName
  run: () => void
}
