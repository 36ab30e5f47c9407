/** Deltas as text, worded once for all who are sent the same. */
import type { Delta } from '../model/messages.ts'

const frames = new WeakMap<Delta, string>()

export function frameOf(delta: Delta): string {
  let frame = frames.get(delta)
  if (frame === undefined) frames.set(delta, (frame = JSON.stringify(delta)))
  return frame
}
