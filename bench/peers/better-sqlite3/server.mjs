// What many would pick for one machine: Fastify and better-sqlite3, with prepared statements and a log that is written ahead.
// It is durable as our server is: each commit waits for fsync. DATABASE is the file.
import Database from 'better-sqlite3'
import { serveTodos } from '../todos.mjs'

const database = new Database(process.env.DATABASE)
database.pragma('journal_mode = wal')
database.pragma('synchronous = full')
database.exec(`create table if not exists todos (
  id integer primary key, name text not null unique, finished integer not null default 0)`)

const all = database.prepare('select id, name, finished from todos order by id')
const one = database.prepare('select id, name, finished from todos where id = ?')
const add = database.prepare('insert into todos (name, finished) values (?, ?)')
const set = database.prepare('update todos set finished = ? where id = ?')

await serveTodos({
  all: async () => all.all(),
  one: (id) => one.get(id),
  add: (name, finished) => add.run(name, Number(finished)).lastInsertRowid,
  setFinished: (id, finished) => set.run(Number(finished), id).changes > 0,
})
