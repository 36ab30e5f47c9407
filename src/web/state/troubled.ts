/** Which todos and lists have a line below them that asks for an answer: few do, so the line itself comes later. */
import { asides } from './asides.ts'
import { conflicts } from './conflicts.ts'
import { refusals } from './refusals.ts'

export const isTroubled = (id: string): boolean =>
  refusals.value.has(id) ||
  conflicts.value.has(id) ||
  asides.value.some(({ subjects }) => subjects.includes(id))
