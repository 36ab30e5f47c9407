// The stack that many would pick instead: Fastify and pg on Node, with what makes them fast: a pool, prepared statements,
// response schemas, no logger. The same answers as /todos/. PORT and DATABASE_URL say where.
import Fastify from 'fastify'
import pg from 'pg'

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 20 })
await pool.query(`create table if not exists peer_todos (
  id serial primary key, name varchar(255) not null unique, finished boolean not null default false)`)

const app = Fastify({ logger: false })
const notFound = { error: 'Todo not found' }
const todo = {
  type: 'object',
  properties: { id: { type: 'integer' }, name: { type: 'string' }, finished: { type: 'boolean' } },
}
const newTodo = {
  type: 'object',
  required: ['name'],
  properties: { name: { type: 'string', minLength: 1, maxLength: 255 }, finished: { type: 'boolean' } },
}

app.get('/todos/', { schema: { response: { 200: { type: 'array', items: todo } } } }, async () => {
  return (await pool.query({ name: 'all', text: 'select id, name, finished from peer_todos order by id' }))
    .rows
})

app.get('/todos/:id', { schema: { response: { 200: todo } } }, async (request, reply) => {
  const text = 'select id, name, finished from peer_todos where id = $1'
  const { rows } = await pool.query({ name: 'one', text, values: [request.params.id] })
  return rows[0] ?? reply.code(404).send(notFound)
})

app.post('/todos/', { schema: { body: newTodo } }, async (request, reply) => {
  const { name, finished = false } = request.body
  const text = 'insert into peer_todos (name, finished) values ($1, $2) returning id'
  const { rows } = await pool.query({ name: 'add', text, values: [name, finished] })
  return reply.code(303).header('location', `/todos/${rows[0].id}`).send()
})

app.patch('/todos/:id', async (request, reply) => {
  const text = 'update peer_todos set finished = $1 where id = $2'
  const { rowCount } = await pool.query({
    name: 'set',
    text,
    values: [request.body.finished, request.params.id],
  })
  return rowCount === 0 ? reply.code(404).send(notFound) : reply.code(204).send()
})

await app.listen({ host: '127.0.0.1', port: Number(process.env.PORT) })
