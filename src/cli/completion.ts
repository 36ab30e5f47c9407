/**
 * Completion of commands in shells: the scripts only ask `aiotodo complete` what may come next. Names of lists are
 * somebody else's text, as lists are shared: what goes into a line is quoted, so that the line names the list and does
 * nothing else.
 */
import type { Command } from 'commander'
import { readBashWords, toBash } from './bash-words.ts'
import { clientOf } from './connect.ts'
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

/** How long a key press may wait for the names of lists. */
const patienceMs = 500

/** What is completed by the names of lists: the options, and the arguments of these commands. */
const listOptions = new Set(['-l', '--list', '--to'])
const listCommands = new Set(['share', 'watch', 'lists rename', 'lists rm'])

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

/** What may stand in place of the last word. Options are told to those who begin one. */
async function candidates(program: Command, words: readonly string[]): Promise<Candidate[]> {
  const last = words.at(-1) ?? ''
  const { command, path } = commandOf(program, words.slice(0, -1))
  const [option = '', value] = last.split('=', 2)
  if (value !== undefined && listOptions.has(option))
    return (await listNames()).map(([name, description]) => [`${option}=${name}`, description])
  if (listOptions.has(words.at(-2) ?? '')) return listNames()
  const found = [...nextOf(command)]
  if (listCommands.has(path)) found.push(...(await listNames()))
  return found.filter(([text]) => last.startsWith('-') || !text.startsWith('-'))
}

/** As deep as the words go. */
function commandOf(program: Command, words: readonly string[]): { command: Command; path: string } {
  let command = program
  const path: string[] = []
  for (const word of words) {
    const next = command.commands.find((each) => each.name() === word)
    if (!next) continue
    command = next
    path.push(word)
  }
  return { command, path: path.join(' ') }
}

function* nextOf(command: Command): Iterable<Candidate> {
  for (const sub of command.createHelp().visibleCommands(command)) yield [sub.name(), sub.description()]
  for (const { long, description } of command.options) if (long) yield [long, description]
}

/**
 * Lists by what a command finds them by: the name, or the id with the name beside it where the name would be taken for
 * an option or a home folder, can't be shown as it is, or is that of another one too.
 */
async function listNames(): Promise<Candidate[]> {
  try {
    const lists: { id: string; name: string }[] = []
    const signal = AbortSignal.timeout(patienceMs)
    for await (const list of clientOf({}).lists.all({}, { retries: 0, signal })) lists.push(list)
    const byName = Map.groupBy(lists, ({ name }) => name)
    return lists.map(({ id, name }) => {
      const isPlain = clean(name) === name && !/^[-~]/.test(name) && byName.get(name)?.length === 1
      return isPlain ? [name, 'list'] : [id, clean(name)]
    })
  } catch {
    return []
  }
}
