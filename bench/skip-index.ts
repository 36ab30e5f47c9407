/** The index of search, where something else is measured. */
import { Database } from 'bun:sqlite'

/** Says that it is there for all lists: else the server would bring it up while its answers are counted. */
export function skipIndex(path: string): void {
  const database = new Database(path)
  database.run('pragma busy_timeout = 10000')
  database.run(
    'insert or replace into texts_at (list, version) select lists.key, spaces.version from lists join spaces on spaces.key = lists.key',
  )
  database.close()
}
