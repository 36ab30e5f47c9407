// The answers of /todos/ by Fastify, with what makes it fast: response schemas, no logger. Each peer brings what it keeps todos in.
import Fastify from 'fastify'

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

/**
 * Listens at PORT. The store has all(); one(id), undefined where there is none; add(name, finished), which gives the new id;
 * setFinished(id, finished), which says whether there is such a todo.
 */
export async function serveTodos(store) {
  const app = Fastify({ logger: false })

  app.get('/todos/', { schema: { response: { 200: { type: 'array', items: todo } } } }, () => store.all())

  app.get('/todos/:id', { schema: { response: { 200: todo } } }, async (request, reply) => {
    return (await store.one(request.params.id)) ?? reply.code(404).send(notFound)
  })

  app.post('/todos/', { schema: { body: newTodo } }, async (request, reply) => {
    const { name, finished = false } = request.body
    const id = await store.add(name, finished)
    return reply.code(303).header('location', `/todos/${id}`).send()
  })

  app.patch('/todos/:id', async (request, reply) => {
    const isThere = await store.setFinished(request.params.id, request.body.finished)
    return isThere ? reply.code(204).send() : reply.code(404).send(notFound)
  })

  await app.listen({ host: '127.0.0.1', port: Number(process.env.PORT) })
}
