/** Completion of commands in shells: the scripts only ask `aiotodo complete` what may come next. */
import type { Command } from 'commander'
import { clientOf } from './connect.ts'
import { clean } from './output.ts'

export const shells = ['bash', 'zsh', 'fish'] as const
export type Shell = (typeof shells)[number]

/** `aiotodo completion SHELL`: each says where it goes. */
export const completionScripts: Record<Shell, string> = {
  bash: `# aiotodo completion bash > ~/.local/share/bash-completion/completions/aiotodo
_aiotodo() {
  local IFS=$'\\n'
  COMPREPLY=($(aiotodo complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null | cut -f 1))
}
complete -o default -F _aiotodo aiotodo`,
  zsh: `#compdef aiotodo
# aiotodo completion zsh > "\${fpath[1]}/_aiotodo"
_aiotodo() {
  local -a found
  found=("\${(@f)$(aiotodo complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null | sed $'s/:/\\\\\\\\:/g; s/\\t/:/')}")
  [[ -n "$found" ]] && _describe aiotodo found || _files
}
compdef _aiotodo aiotodo`,
  fish: `# aiotodo completion fish > ~/.config/fish/completions/aiotodo.fish
complete -c aiotodo -f -a '(aiotodo complete -- (commandline -opc)[2..] (commandline -ct) 2>/dev/null)'`,
}

/** How long a key press may wait for the names of lists. */
const patienceMs = 500

/** What is completed by the names of lists: the options, and the arguments of these commands. */
const listOptions = new Set(['-l', '--list', '--to'])
const listCommands = new Set(['share', 'watch', 'lists rename', 'lists rm'])

/** `aiotodo complete WORDS…`: prints what the last word may become, each with a tab and what it is. */
export async function complete(program: Command, words: readonly string[]): Promise<void> {
  const last = words.at(-1) ?? ''
  const { command, path } = commandOf(program, words.slice(0, -1))
  const found = listOptions.has(words.at(-2) ?? '') ? [] : [...nextOf(command)]
  if (found.length === 0 || listCommands.has(path)) found.push(...(await listNames()))
  for (const [name, description] of found)
    if (name.startsWith(last) && (last !== '' || !name.startsWith('-')))
      console.log(`${name}\t${description}`)
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

function* nextOf(command: Command): Iterable<[name: string, description: string]> {
  for (const sub of command.createHelp().visibleCommands(command)) yield [sub.name(), sub.description()]
  for (const { long, description } of command.options) if (long) yield [long, description]
}

async function listNames(): Promise<[string, string][]> {
  try {
    const names: [string, string][] = []
    const signal = AbortSignal.timeout(patienceMs)
    for await (const { name } of clientOf({}).lists.all({}, { retries: 0, signal }))
      names.push([clean(name), 'list'])
    return names
  } catch {
    return []
  }
}
