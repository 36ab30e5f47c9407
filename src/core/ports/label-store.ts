/** This is the part of the port in store.ts that reads labels. */
import type { Role, Sight } from '../../model/access.ts'

/** Labels are words on todos, so what there is of one is counted on the live todos that the caller sees. */
export interface LabelReads {
  /** It answers labels in the order of their code units, after `after`. */
  labels(by: Sight, query: { after: string | undefined; limit: number }): Promise<LabelCount[]>
  /** It answers the lists whose todos have the label, in the order of their ids. */
  labelLists(by: Sight, label: string): Promise<LabelList[]>
}

export interface LabelCount {
  name: string
  /** So many todos have it, and so many of these are not finished. */
  todos: number
  unfinished: number
}

export interface LabelList {
  id: string
  name: string
  /** The caller is this in it, and it has so many members. */
  role: Role
  members: number
  /** So many of its todos have the label. */
  todos: number
}
