/**
 * Completion of commands in shells: the scripts only ask `aiotodo complete` what may come next. Names of lists are
 * somebody else's text, as lists are shared: what goes into a line is quoted, so that the line names the list and does
 * nothing else.
 */
import type { Argument, Command, Option } from 'commander'
import type { Client } from '../client/client.ts'
import { limits } from '../model/limits.ts'
import { readBashWords, toBash } from './bash-words.ts'
import { clientOf, findList } from './connect.ts'
import { clean, say, sayFields } from './output.ts'

export const shells = ['bash', 'zsh', 'fish'] as const
export type Shell = (typeof shells)[number]

/**
 * `aiotodo completion SHELL`: each says where it goes. zsh and fish quote what they insert by themselves, and ask with
 * words that are read already; bash inserts what it is given, and splits words at more than blanks, so it hands over
 * the line.
 */
export const completionScripts: Record<Shell, string> = {
  bash: `# aiotodo completion bash > ~/.local/share/bash-completion/completions/aiotodo
_aiotodo() {
  local reply
  COMPREPLY=()
  while IFS= read -r reply; do
    COMPREPLY+=("$reply")
  done < <(aiotodo complete --shell bash -- "\${COMP_LINE:0:COMP_POINT}" "$2" 2>/dev/null)
}
complete -o default -F _aiotodo aiotodo`,
  zsh: `#compdef aiotodo
# aiotodo completion zsh > "\${fpath[1]}/_aiotodo"
_aiotodo() {
  local line
  local -a names shown
  while IFS= read -r line; do
    names+=("\${line%%$'\\t'*}")
    shown+=("\${line/$'\\t'/  -- }")
  done < <(aiotodo complete --shell zsh -- "\${(@Q)words[2,CURRENT-1]}" "\${(Q)PREFIX}" 2>/dev/null)
  if (( $#names )); then compadd -l -d shown -a -- names; else _files; fi
}
compdef _aiotodo aiotodo`,
  fish: `# aiotodo completion fish > ~/.config/fish/completions/aiotodo.fish
complete -c aiotodo -f -a '(aiotodo complete --shell fish -- (commandline -opc)[2..] (commandline -ct) 2>/dev/null)'`,
}

/** A key press may wait so long for the names of lists. */
const patienceMs = 500

type Candidate = [text: string, description: string]

/**
 * `aiotodo complete WORDS…`: prints what the last word may become, each with a tab and what it is.
 * @param words - those behind the command; for bash instead the line up to the cursor, and the end of it that bash
 * replaces
 */
export async function complete(program: Command, words: readonly string[], shell?: Shell): Promise<void> {
  if (shell === 'bash') {
    const [line = '', replaced = ''] = words
    for (const reply of await bashReplies(program, line, replaced)) say(reply)
    return
  }
  const last = words.at(-1) ?? ''
  for (const [text, description] of await candidates(program, words))
    // The others look by themselves which fit: they know how they read what is typed.
    if (shell !== undefined || text.startsWith(last)) sayFields(text, description)
}

async function bashReplies(program: Command, line: string, replaced: string): Promise<string[]> {
  const words = readBashWords(line)
  const { value, open } = words.at(-1) ?? words[0]
  // bash replaces the last word from its quote, or its last ':' or '=', on: what stands before that stays.
  if (!line.endsWith(replaced)) return []
  const kept = readBashWords(line.slice(0, line.length - replaced.length)).at(-1)?.value ?? ''
  const found = await candidates(
    program,
    words.slice(1).map((word) => word.value),
  )
  return found
    .filter(([text]) => text.startsWith(value))
    .map(([text]) => toBash(text.slice(kept.length), open))
    .filter((reply) => reply !== undefined)
}

/** It finds what may stand in place of the last word. Options are told to those who begin one. */
async function candidates(program: Command, words: readonly string[]): Promise<Candidate[]> {
  const last = words.at(-1) ?? ''
  const { command, rest } = commandOf(program, words.slice(0, -1))
  const { args, options, open } = readWords(command, rest)
  const list = options.get('list')
  const [flag = '', value] = last.split('=', 2)
  const written = value === undefined ? undefined : optionOf(command, flag)
  if (written)
    return (await valuesOf(written, command, list)).map(([text, description]) => [
      `${flag}=${text}`,
      description,
    ])
  if (open) return valuesOf(open, command, list)
  if (last.startsWith('-'))
    return command.options.flatMap(({ long, description }): Candidate[] =>
      long ? [[long, description]] : [],
    )
  const argument = command.registeredArguments[args] ?? command.registeredArguments.findLast(isVariadic)
  return [...subcommandsOf(command), ...(argument ? await valuesOf(argument, command, list) : [])]
}

const isVariadic = ({ variadic }: Argument): boolean => variadic

const optionOf = (command: Command, flag: string): Option | undefined =>
  command.options.find(({ short, long }) => flag === short || flag === long)

/** The words lead as deep as they name commands. @returns also the words behind that command */
function commandOf(program: Command, words: readonly string[]): { command: Command; rest: string[] } {
  let command = program
  let rest = [...words]
  for (const [index, word] of words.entries()) {
    const next = command.commands.find((each) => each.name() === word)
    if (!next) continue
    command = next
    rest = words.slice(index + 1)
  }
  return { command, rest }
}

/** This counts the arguments, and finds the options with their values and the one that still waits for its own. */
function readWords(
  command: Command,
  words: readonly string[],
): { args: number; options: Map<string, string>; open: Option | undefined } {
  let args = 0
  let open: Option | undefined
  const options = new Map<string, string>()
  for (const word of words) {
    const [flag = '', value] = word.split('=', 2)
    const option = word.startsWith('-') ? optionOf(command, flag) : undefined
    if (open) options.set(open.attributeName(), word)
    else if (!word.startsWith('-')) args++
    else if (option && value !== undefined) options.set(option.attributeName(), value)
    const waits = open === undefined && value === undefined && option !== undefined && !option.isBoolean()
    open = waits ? option : undefined
  }
  return { args, options, open }
}

function* subcommandsOf(command: Command): Iterable<Candidate> {
  for (const sub of command.createHelp().visibleCommands(command)) yield [sub.name(), sub.description()]
}

/** An option or an argument takes one of its choices, or the name of something that is there. */
async function valuesOf(
  of: Option | Argument,
  command: Command,
  list: string | undefined,
): Promise<Candidate[]> {
  const name = 'attributeName' in of ? of.attributeName() : of.name()
  const isRestored = command.name() === 'restore'
  if (of.argChoices) return of.argChoices.map((choice) => [choice, name])
  if (['list', 'to'].includes(name)) return listNames({ deleted: isRestored && !('attributeName' in of) })
  if (name === 'todos' && isRestored) return todoNumbers(list, { deleted: true })
  if (name === 'todos') return todoNumbers(list, { finished: command.name() === 'undone' })
  if (['todo', 'below', 'before', 'after'].includes(name)) return todoNumbers(list, { finished: false })
  if (name === 'saved') return filterNames()
  return []
}

/** It asks the server, and has nothing where that does not answer in time. */
async function asked(
  ask: (client: Client, signal: AbortSignal) => Promise<Candidate[]>,
): Promise<Candidate[]> {
  try {
    return await ask(clientOf({}), AbortSignal.timeout(patienceMs))
  } catch {
    return []
  }
}

/** Todos of a list are completed by their numbers. */
const todoNumbers = (
  named: string | undefined,
  which: { finished: boolean } | { deleted: true },
): Promise<Candidate[]> =>
  asked(async (client, signal) => {
    const { id } = await findList(client, named)
    const query = { list: id, ...which, limit: limits.pageSizeMax }
    const { items } = await client.todos.page(query, { retries: 0, signal })
    return items.map(({ number, name }) => [String(number), clean(name)])
  })

const filterNames = (): Promise<Candidate[]> =>
  asked(async (client, signal) => {
    const found: Candidate[] = []
    for await (const { name, filter } of client.filters.all({}, { retries: 0, signal }))
      if (clean(name) === name && !/^[-~]/.test(name)) found.push([name, clean(filter)])
    return found
  })

/**
 * Lists by what a command finds them by: the name, or the id with the name beside it where the name would be taken for
 * an option or a home folder, can't be shown as it is, or is that of another one too.
 */
const listNames = (which: { deleted: boolean }): Promise<Candidate[]> =>
  asked(async (client, signal) => {
    const lists: { id: string; name: string }[] = []
    for await (const list of client.lists.all(which, { retries: 0, signal })) lists.push(list)
    const byName = Map.groupBy(lists, ({ name }) => name)
    return lists.map(({ id, name }) => {
      const isPlain = clean(name) === name && !/^[-~]/.test(name) && byName.get(name)?.length === 1
      return isPlain ? [name, 'list'] : [id, clean(name)]
    })
  })
