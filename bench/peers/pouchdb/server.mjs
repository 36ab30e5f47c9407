// What many would pick for todos that sync: PouchDB, whose documents keep their revisions, behind Fastify. DATABASE is a folder.
// It is durable as our server is: PouchDB itself never asks LevelDB to wait for fsync, so its store is told to here.
import leveldown from 'leveldown'
import leveldb from 'pouchdb-adapter-leveldb'
import PouchDB from 'pouchdb-core'
import { serveTodos } from '../todos.mjs'

function durable(folder) {
  const store = leveldown(folder)
  const write = store._batch.bind(store)
  store._batch = (operations, options, callback) => write(operations, { ...options, sync: true }, callback)
  return store
}

const database = new (PouchDB.plugin(leveldb))(process.env.DATABASE, { adapter: 'leveldb', db: durable })
let last = (await database.info()).doc_count

/** As ids are told in text, so that their order is that of the numbers. */
const idOf = (number) => String(number).padStart(10, '0')
const todoOf = ({ _id, name, finished }) => ({ id: Number(_id), name, finished })
const orNothing = (error) => {
  if (error.status !== 404) throw error
}

await serveTodos({
  all: async () => (await database.allDocs({ include_docs: true })).rows.map(({ doc }) => todoOf(doc)),
  one: async (id) => {
    const found = await database.get(idOf(id)).catch(orNothing)
    return found && todoOf(found)
  },
  add: async (name, finished) => {
    const number = ++last
    await database.put({ _id: idOf(number), name, finished })
    return number
  },
  // A change names the revision that it is made from, and is made again where another one was first.
  setFinished: async (id, finished) => {
    for (;;) {
      const found = await database.get(idOf(id)).catch(orNothing)
      if (!found) return false
      try {
        await database.put({ ...found, finished })
        return true
      } catch (error) {
        if (error.status !== 409) throw error
      }
    }
  },
})
