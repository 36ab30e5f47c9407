/** The part of server-errors.ts that no request meets: why a command, or the start of the server, fails. */
import type { ErrorRow } from './error-table.ts'

export const startErrors = {
  bad_argument: { title: 'An argument is not right', fix: 'See aiotodo --help, and --help of the command.' },
  port_in_use: {
    title: 'The port is in use',
    fix: 'Stop the other program, or choose another port with -P (0 picks a free one).',
  },
  host_unusable: {
    title: 'The server can not listen on this host',
    fix: "Use 127.0.0.1, or the address of one of this computer's networks.",
  },
  host_not_loopback: {
    title: 'Without accounts only this computer may reach the server',
    fix: 'Make an account with aiotodo account add NAME, or start with --accounts; or use -H 127.0.0.1; to let in everyone who can reach the address, add --insecure-no-accounts.',
  },
  data_not_writable: {
    title: 'The data folder can not be written',
    fix: 'Choose another with --data, or give this user the right to write there.',
  },
  database_unreachable: {
    title: 'The database can not be opened',
    fix: 'Check --database (or DATABASE_URL), that the database runs, and its user and password.',
  },
  no_database: {
    title: 'There is no database',
    fix: 'Check --data or --database; "aiotodo serve" makes one there.',
  },
  database_damaged: {
    title: 'The database file is damaged',
    fix: 'Run "aiotodo doctor" on it: it says what is damaged, and how to go on.',
  },
  not_a_database: {
    title: 'The file is no database of aiotodo',
    fix: 'Check --data or --database. If it was one, it was written over: "aiotodo doctor" says how to go on.',
  },
  database_locked: {
    title: 'Another program keeps the database file to itself',
    fix: 'End that program, or wait until it is done, and try again.',
  },
  database_file_unusable: {
    title: 'The database file can not be used',
    fix: 'Look at the disk and the mount that it is on; "aiotodo doctor" says whether the file is whole.',
  },
  database_newer: {
    title: 'The database was made by a newer aiotodo',
    fix: 'Start the version that the other servers run, or a newer one; or stop them all and restore a backup from before the upgrade.',
  },
  database_grant: {
    title: 'The database role may not create tables',
    fix: 'As a superuser, in that database, run the GRANT shown, and start again.',
  },
  database_unsafe: {
    title: 'The database does not keep what it was told',
    fix: "Put the data folder on a local disk that supports SQLite's WAL.",
  },
  file_not_written: {
    title: 'The file can not be written',
    fix: 'Choose another place, or free space there; a file of this name that was there is as it was.',
  },
  answer_cut: {
    title: 'The answer ended before it was whole',
    fix: 'Try again; if it stays, the log of the server says why it ends ("an answer was cut").',
  },
  not_confirmed: { title: 'Nothing was dropped', fix: 'Answer yes, or give --yes.' },
} as const satisfies Record<string, ErrorRow>
