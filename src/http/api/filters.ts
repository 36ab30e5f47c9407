/** This file describes the operations on saved filters. */
import { FilterInput, FilterPatch, SavedFilter } from '../../model/saved-filter.ts'
import type { HttpDeps } from '../deps.ts'
import { crudOperations, type Crud } from './crud.ts'
import type { Operation } from './operation.ts'

const crud: Crud<typeof SavedFilter, typeof FilterInput, typeof FilterPatch> = {
  noun: 'filter',
  schemas: { thing: SavedFilter, input: FilterInput, patch: FilterPatch },
  words: {
    page: "A page of the account's filters",
    deletedOnly: 'Those that are deleted instead.',
    create: 'Save a filter',
    read: 'One filter',
    delete: 'Delete a filter',
    deleted: 'It is deleted.',
    restore: 'Take back that a filter was deleted',
  },
  problems: { notFound: 'filter_not_found', tooMany: 'too_many_filters', update: [], delete: [] },
  commands: {
    create: (filter) => ({ type: 'createFilter', filter }),
    update: (filter, changes) => ({ type: 'updateFilter', filter, changes }),
    delete: (filter) => ({ type: 'deleteFilter', filter }),
    restore: (filter) => ({ type: 'restoreFilter', filter }),
  },
  read: (reads, caller, id) => reads.filter(caller, id),
  page: (reads, caller, query) => reads.filters(caller, query),
}

export const filterOperations = (deps: HttpDeps): Operation[] => crudOperations(crud, deps)
