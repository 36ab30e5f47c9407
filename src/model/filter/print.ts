/** A filter is printed as text, always the same for the same filter: reading it gives the filter back. */
import { gluedAt } from './conditions.ts'
import { facts, type Filter } from './filter.ts'
import { isReserved } from './reserved.ts'

export const printFilter = (filter: Filter): string => print(filter, false)

/** @param isBehindList - whether it stands behind `list = a or`, where a word could be another list */
function print(filter: Filter, isBehindList: boolean): string {
  switch (filter.type) {
    case 'or':
      return filter.of
        .map((part, at) => print(part, at === 0 ? isBehindList : endsWithList(filter.of[at - 1])))
        .join(' or ')
    case 'and':
      return filter.of
        .map((part, at) => {
          const text = print(part, at === 0 && isBehindList)
          return part.type === 'or' ? `(${text})` : text
        })
        .join(' and ')
    case 'not': {
      const text = print(filter.of, false)
      return isJoined(filter.of) ? `not (${text})` : `not ${text}`
    }
    case 'has':
      return facts[filter.what].text
    case 'compare':
      return printComparison(filter, isBehindList)
  }
}

function printComparison(filter: Extract<Filter, { type: 'compare' }>, isBehindList: boolean): string {
  const { field, operator, values } = filter
  const [value = ''] = values
  if (field === 'text')
    return !isBehindList && plain.test(value) && !isReserved(value) ? value : quoted(value)
  if (field === 'label' && operator === '=') return `#${valueText(value)}`
  return operator === 'in'
    ? `${field} in (${values.map(valueText).join(', ')})`
    : `${field} ${operator} ${valueText(value)}`
}

function endsWithList(filter: Filter | undefined): boolean {
  if (filter?.type === 'not') return endsWithList(filter.of)
  if (filter?.type === 'and') return endsWithList(filter.of.at(-1))
  return filter?.type === 'compare' && (filter.field === 'list' || filter.field === 'label')
}

const isJoined = ({ type }: Filter): boolean => type === 'and' || type === 'or'
const plain = /^[\p{L}\p{N}]+$/u
const plainValue = /^[\p{L}\p{N}+-][\p{L}\p{N}_-]*$/u

const valueText = (value: string): string =>
  plainValue.test(value) && !gluedAt(value) ? value : quoted(value)
const quoted = (value: string): string => `"${value.replaceAll(/["\\]/g, String.raw`\$&`)}"`
