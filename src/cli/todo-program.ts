/** The commands on todos, lists and history: by the public client, on a server or on a data folder of this computer. */
import { Argument, Command, Option } from 'commander'
import { colours } from '../model/colours.ts'
import type { RestoreArguments } from './backup-commands.ts'
import { priorities } from '../model/priorities.ts'

const sorts = ['position', 'number', 'due', 'priority', 'created', 'updated']

interface Ways {
  command: (usage: string, description: string) => Command
}

/** What a command does is loaded when it is run: most of the program is for other commands. */
const lazily =
  <Args extends unknown[]>(load: () => Promise<(...args: Args) => Promise<void>>) =>
  async (...args: Args): Promise<void> => {
    const given: unknown[] = args
    const command = given.at(-1)
    // "lists" has options of the same names as the commands below it, and keeps what is given to them.
    if (command instanceof Command) given[given.length - 2] = command.optsWithGlobals()
    await (
      await load()
    )(...args)
  }

const todos = () => import('./todo-commands.ts')
const lists = () => import('./list-commands.ts')
const labels = () => import('./label-commands.ts')
const history = () => import('./history-commands.ts')

const reading = (each: Command): Command =>
  each
    .option(
      '-s, --server <url>',
      'the server (AIOTODO_SERVER, or of "aiotodo login"; default http://localhost:8080)',
    )
    .option('-t, --token <token>', 'where there are accounts (AIOTODO_TOKEN, or of "aiotodo login")')
    .option('--data <dir>', 'a data folder, without a server')
    .option('--database <name>', 'a database, without a server')
    .option('--json', 'a line of JSON for each')

const writing = (each: Command): Command =>
  reading(each).option('-n, --dry-run', 'only say what would be done')

const ofList = (each: Command): Command =>
  each.option('-l, --list <list>', 'of this list, by its name or id; the default one unless given')

const withFields = (each: Command): Command =>
  each
    .option('--notes <text>', 'its notes; "-" reads them from standard input')
    .option('--start <date>', 'not before this date, or none')
    .option('--due <date>', 'a date such as 2026-12-01 or "next friday 9am", or none')
    .addOption(new Option('--priority <priority>', 'how much it matters').choices([...priorities]))
    .option('--label <label...>', 'its labels, or none')
    .option('--repeat <rule>', 'such as "every monday" or "FREQ=WEEKLY;BYDAY=MO", or none')
    .option('--remind <trigger...>', 'when to remind, such as -PT30M, or none')
    .option('--below <todo>', 'the todo that it is below, or none')

function addRestore(command: Ways['command']): void {
  ofList(
    writing(
      command(
        'restore <todos...>',
        'Take todos out of the trash; or, given the file or the folder of a backup, put that in the place of the database.',
      ),
    ),
  )
    .option('--key-file <file>', 'the secret key, where the backup is encrypted')
    .option('-y, --yes', 'replace the database that is there without asking')
    .action(
      lazily(async () => async (words: string[], args: RestoreArguments) => {
        const { isBackup, restoreDatabase } = await import('./backup-commands.ts')
        return isBackup(words, args) ? restoreDatabase(words, args) : (await todos()).restore(words, args)
      }),
    )
}

export function addTodoCommands({ command }: Ways): void {
  withFields(
    ofList(
      writing(
        command(
          'add [text...]',
          'Add a todo, from a line such as "Pay rent every 1st at 9am !high #home"; or one for each line of standard input.',
        ),
      ),
    ),
  )
    .option('--plain', 'take the text as the name, as it is')
    .action(lazily(async () => (await todos()).add))
  ofList(reading(command('ls [filter...]', 'Print the todos of a list, or those that a filter finds.')))
    .option('-a, --all', 'finished ones as well')
    .option('-e, --everywhere', 'of all lists')
    .option('--trash', 'those in the trash')
    .option('--saved <name>', 'those that a saved filter finds, in all lists')
    .addOption(new Option('--sort <sort>', 'their order').choices(sorts))
    .action(lazily(async () => (await todos()).ls))
  ofList(reading(command('search <words...>', 'Print the todos with these words in their name or notes.')))
    .option('-a, --all', 'finished ones as well')
    .action(lazily(async () => (await todos()).search))
  ofList(reading(command('show <todo>', 'Print all that there is of a todo.'))).action(
    lazily(async () => (await todos()).show),
  )
  const alone = ['--alone', 'leave what is below them as it is'] as const
  ofList(writing(command('done <todos...>', 'Finish todos, and what is open below them.')))
    .option(...alone)
    .option('--at <when>', 'when that was, such as 2026-12-01T18:00 or 2h; corrects what is finished')
    .action(lazily(async () => (await todos()).done))
  ofList(writing(command('undone <todos...>', 'Reopen todos, and what was finished with them.')))
    .option(...alone)
    .action(lazily(async () => (await todos()).undone))
  for (const [name, description] of [
    ['skip', 'Put repeating todos off to their next date.'],
    ['rm', 'Put todos, and what is below them, in the trash.'],
  ] as const)
    ofList(writing(command(`${name} <todos...>`, description))).action(
      lazily(async () => (await todos())[name]),
    )
  addRestore(command)
  withFields(
    ofList(writing(command('edit <todos...>', 'Change todos; without options, name and notes in $EDITOR.'))),
  )
    .option('--name <name>', 'its name')
    .action(lazily(async () => (await todos()).edit))
  ofList(writing(command('mv <todos...>', 'Move todos.')))
    .option('--to <list>', 'to another list')
    .option('--below <todo>', 'below this todo')
    .option('--top', 'to the top level, below none')
    .option('--before <todo>', 'before this todo')
    .option('--after <todo>', 'behind this todo')
    .action(lazily(async () => (await todos()).mv))
  addHistoryCommands({ command })
  addListCommands({ command })
  addLabelCommands({ command })
}

function addHistoryCommands({ command }: Ways): void {
  const period = (each: Command) =>
    each
      .option('--since <moment>', 'from then on: 10:00, 2h, 2026-12-01')
      .option('--until <moment>', 'up to then')
      .option('--token-id <id>', 'only what was done by this token or session')
  period(
    ofList(
      reading(command('log [todo]', 'Print what happened, newest first: to a todo, in a list, or in all.')),
    ),
  )
    .addOption(new Option('--limit <number>', 'how many entries').default('50'))
    .option('--ids', 'with the ids that "undo" takes')
    .action(lazily(async () => (await history()).log))
  period(
    ofList(
      writing(
        command(
          'undo [entry]',
          'Take back an entry of the log, the last of your own, or all since a moment.',
        ),
      ),
    ),
  )
    .option('--force', 'also where something was changed since')
    .action(lazily(async () => (await import('./undo-command.ts')).undo))
}

function addListCommands({ command }: Ways): void {
  const ofAll = reading(command('lists', 'Print the lists.'))
    .option('--trash', 'those in the trash')
    .action(lazily(async () => (await lists()).listLists))
  const ofLists = (usage: string, description: string) =>
    writing(ofAll.command(usage).description(description).exitOverride())
  ofLists('add <name...>', 'Make a list.').action(lazily(async () => (await lists()).addList))
  ofLists('rename <list> <name...>', 'Give a list another name.').action(
    lazily(async () => (await lists()).renameList),
  )
  ofLists('names <list>', 'Say whether open todos of a list may be called alike.')
    .addArgument(
      new Argument('<how>', 'each name once, or as often as it is written').choices(['unique', 'repeat']),
    )
    .action(lazily(async () => (await lists()).setNames))
  ofLists('rm <list>', 'Put a list in the trash.').action(lazily(async () => (await lists()).removeList))
  ofLists('restore <list>', 'Take a list out of the trash.').action(
    lazily(async () => (await lists()).restoreList),
  )
  writing(command('share <list> [account]', 'Print who has a list, or invite an account to it.'))
    .addOption(
      new Option('--role <role>', 'what the account may').choices(['editor', 'viewer']).default('editor'),
    )
    .option('--link', 'for whoever has the link that is printed')
    .option('--remove', 'take the list away from the account')
    .action(lazily(async () => (await lists()).share))
  reading(command('settings', 'Print what your account wants everywhere; with options, set it.'))
    .option('--zone <zone>', 'in which days are meant, such as Europe/Berlin, or none')
    .option(
      '--remind-timed <trigger>',
      'the reminder of what is due at a time from now on: PT0S, -PT30M, or none',
    )
    .option(
      '--remind-day <trigger>',
      'the reminder of what is due on a day from now on: 9:00, -PT15H, or none',
    )
    .action(lazily(async () => (await import('./settings-command.ts')).settings))
  command('tui [list]', 'A list on the whole terminal, live, with the keys of the page.')
    .option('-s, --server <url>', 'the server')
    .option('-t, --token <token>', 'where there are accounts')
    .action(lazily(async () => (await import('./tui/tui.ts')).tui))
  command('login [server]', 'Have commands go to this server, with a token of their own.')
    .option('-t, --token <token>', 'one that there is already')
    .option('--name <name>', 'of the account; asked for unless given')
    .addOption(
      new Option('--scope <scope>', 'what commands may').choices(['read', 'write', 'admin']).default('write'),
    )
    .action(lazily(async () => (await import('./login.ts')).login))
  command('logout', 'Forget the server and the token.').action(
    lazily(async () => (await import('./login.ts')).logout),
  )
}

function addLabelCommands({ command }: Ways): void {
  const ofAll = reading(command('labels', 'Print the labels.')).action(
    lazily(async () => (await labels()).listLabels),
  )
  const ofLabels = (usage: string, description: string) =>
    writing(ofAll.command(usage).description(description).exitOverride()).option(
      '--shared',
      'also in lists that others have as well',
    )
  ofLabels(
    'rename <label> <name>',
    'Give a label another name on all todos, or merge it into another.',
  ).action(lazily(async () => (await labels()).renameLabel))
  ofLabels('colour <label>', 'Give a label a colour.')
    .addArgument(new Argument('<colour>', 'which').choices([...colours]))
    .action(lazily(async () => (await labels()).colourLabel))
  ofLabels('rm <label>', 'Take a label away from all todos.').action(
    lazily(async () => (await labels()).removeLabel),
  )
}
