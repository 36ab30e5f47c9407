// The stack that many would pick instead: Fastify and pg on Node, with a pool and prepared statements. DATABASE_URL says where.
import pg from 'pg'
import { serveTodos } from './todos.mjs'

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 20 })
await pool.query(`create table if not exists peer_todos (
  id serial primary key, name varchar(255) not null unique, finished boolean not null default false)`)

const query = (name, text, values) => pool.query({ name, text, values })

await serveTodos({
  all: async () => (await query('all', 'select id, name, finished from peer_todos order by id')).rows,
  one: async (id) =>
    (await query('one', 'select id, name, finished from peer_todos where id = $1', [id])).rows[0],
  add: async (name, finished) => {
    const text = 'insert into peer_todos (name, finished) values ($1, $2) returning id'
    return (await query('add', text, [name, finished])).rows[0].id
  },
  setFinished: async (id, finished) =>
    (await query('set', 'update peer_todos set finished = $1 where id = $2', [finished, id])).rowCount > 0,
})
