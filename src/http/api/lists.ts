/** This file describes the operations on lists. */
import { List, ListInput, ListPatch } from '../../model/list.ts'
import type { HttpDeps } from '../deps.ts'
import { crudOperations, type Crud } from './crud.ts'
import type { Operation } from './operation.ts'

const crud: Crud<typeof List, typeof ListInput, typeof ListPatch> = {
  noun: 'list',
  schemas: { thing: List, input: ListInput, patch: ListPatch },
  words: {
    page: 'A page of lists',
    deletedOnly: 'The trash instead of what is live.',
    create: 'Make a list',
    read: 'One list, live or in the trash',
    delete: 'Put a list, with its todos, in the trash',
    deleted: 'It is in the trash.',
    restore: 'Take a list out of the trash',
  },
  problems: {
    notFound: 'list_not_found',
    tooMany: 'too_many_lists',
    update: ['list_in_trash', 'names_repeat'],
    delete: ['default_list'],
  },
  commands: {
    create: (list) => ({ type: 'createList', list }),
    update: (list, changes) => ({ type: 'updateList', list, changes }),
    delete: (list) => ({ type: 'deleteList', list }),
    restore: (list) => ({ type: 'restoreList', list }),
  },
  read: (reads, caller, id) => reads.list(caller, id),
  page: (reads, caller, query) => reads.lists(caller, query),
}

export const listOperations = (deps: HttpDeps): Operation[] => crudOperations(crud, deps)
