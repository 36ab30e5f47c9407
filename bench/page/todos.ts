/** What the page is measured with: lists as people have them. */
import { createClient, newId, type CommandInput } from '../../src/client/client.ts'
import { limits } from '../../src/model/limits.ts'

const things = [
  'the plants',
  'bread and milk',
  'the letter to Anna',
  'tickets for Friday',
  'the back door',
  'a new filter',
]
const deeds = ['Water', 'Buy', 'Answer', 'Book', 'Look at', 'Think about']

/** Of a list: each tenth has a label, a due date, a priority or notes; each twentieth is below the one before; a quarter is finished. */
export async function makeTodos(url: string, list: string, count: number): Promise<void> {
  const client = createClient(url)
  let commands: CommandInput[] = []
  let last = ''
  for (let at = 0; at < count; at++) {
    const id = newId()
    const isBelow = at % 20 === 19
    const name = `${deeds[at % 6]} ${things[(at * 5 + Math.floor(at / 6)) % 6]} ${at + 1}`
    commands.push({
      type: 'createTodo',
      todo: {
        id,
        list,
        name,
        finished: at % 4 === 3,
        ...(at % 10 === 1 && { labels: ['home', `week ${at % 50}`] }),
        ...(at % 10 === 2 && {
          due: new Date(Date.now() + ((at % 60) - 20) * 86_400_000).toISOString().slice(0, 10),
        }),
        ...(at % 10 === 5 && { priority: 'high' as const }),
        ...(at % 10 === 7 && { notes: `What is known of **${name}** so far, and whom to ask.` }),
        ...(isBelow && { parent: last }),
      },
    })
    if (!isBelow) last = id
    if (commands.length < limits.commandsPerBatchMax && at < count - 1) continue
    const outcomes = await client.batch(commands)
    const refused = outcomes.find((outcome) => !outcome.accepted)
    if (refused) throw new Error(`the todos were refused: ${JSON.stringify(refused)}`)
    commands = []
  }
}

export async function makeList(url: string, name: string): Promise<string> {
  return (await createClient(url).lists.create({ name })).id
}
