/** A line of the table: what was measured, how much, and its goal. */
export type Line = [what: string, measured: string, goal: string]

/** One that must stay below its goal. */
export function goal(what: string, value: number, unit: string, most: number): Line {
  const text = (count: number) => `${Math.round(count).toLocaleString('en')}${unit && ` ${unit}`}`
  return [what, text(value), `< ${text(most)}${value < most ? '' : ', missed'}`]
}
