/** A start says how it adopts the todos of the tutorial's own table. */
import type { AppOptions } from '../app.ts'

type Tell = NonNullable<AppOptions['onAdopt']>

/** A line is said each time that so many todos are adopted. */
const step = 100_000

export function adoptionTeller(say: (line: string) => void): Tell {
  let said = -1
  return ({ table, adopted, rows, isDone, otherColumns, changed }) => {
    if (said < 0)
      say(
        `The tutorial's own table "todos" is here: its ${count(rows)} are adopted. It stays, as "${table}".`,
      )
    const steps = Math.floor(adopted / step)
    if (steps > Math.max(said, 0)) say(`Adopted ${adopted} of ${rows} …`)
    said = steps
    if (!isDone) return
    for (const [what, number] of Object.entries(changed)) say(`Of ${count(number)}: ${what}.`)
    if (otherColumns.length > 0) say(`Only in "${table}": the columns ${otherColumns.join(', ')}.`)
    say(
      `Adopted ${count(adopted)}. "${table}" is not needed any more; --make-table drops it, and begins anew.`,
    )
  }
}

const count = (todos: number): string => `${todos} ${todos === 1 ? 'todo' : 'todos'}`
