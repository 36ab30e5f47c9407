/** Lists that are being filled by an import, and what an interrupted one left. */
import type { ImportStatements } from '../core/ports/import-store.ts'
import type { Connection, Dialect } from './driver.ts'
import { removeSpace } from './spaces.ts'
import { removeTexts } from './texts.ts'

export function importStatements(connection: Connection, dialect: Dialect): ImportStatements {
  const { array, isIn } = dialect
  const keys = (ids: string[]) =>
    [`select key from spaces where ${isIn('spaces.id', 1)}`, array(ids)] as const
  return {
    async stage(lists, atMs) {
      await this.unstage(lists)
      const [sql, ids] = keys(lists)
      await connection.all(`insert into imports (list, touched_at) select key, $2 from (${sql}) staged`, [
        ids,
        atMs,
      ])
    },
    async unstage(lists) {
      const [sql, ids] = keys(lists)
      await connection.all(`delete from imports where list in (${sql})`, [ids])
    },
    async staged(beforeMs) {
      const rows = await connection.all(
        'select spaces.id from imports join spaces on spaces.key = imports.list where touched_at < $1 order by touched_at',
        [beforeMs],
      )
      return rows.map((row) => row['id'] as string)
    },
    async removeSome(list, count) {
      const [space] = await connection.all(
        'select spaces.key from spaces join imports on imports.list = spaces.key where id = $1',
        [list],
      )
      if (!space) return true
      const key = Number(space['key'])
      // From the end: a todo stands behind its parent.
      const some = await connection.all(
        `select id, number from todos where list = $1 order by version desc, number desc limit ${count}`,
        [key],
      )
      const ids = array(some.map((row) => row['id'] as string))
      if (some.length > 0) {
        await connection.all(`update todos set parent = null where ${isIn('parent', 1)}`, [ids])
        const numbers = array(some.map((row) => row['number'] as number))
        await removeTexts(connection, dialect, `list = $1 and ${isIn('number', 2, 'integer')}`, [
          key,
          numbers,
        ])
        await connection.all(`delete from todos where ${isIn('todos.id', 1)}`, [ids])
        return false
      }
      for (const sql of [
        'delete from imports where list = $1',
        // SQLite may give the key to another list.
        'delete from texts_at where list = $1',
        'delete from words where list = $1',
        'delete from lists where key = $1',
      ])
        await connection.all(sql, [key])
      await removeSpace(connection, key)
      return true
    },
  }
}
