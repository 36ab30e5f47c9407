/** A filter as text, always the same for the same filter: reading it gives the filter back. */
import { facts, type Filter } from './filter.ts'
import { isReserved } from './parse.ts'

export function printFilter(filter: Filter): string {
  switch (filter.type) {
    case 'or':
      return filter.of.map(printFilter).join(' or ')
    case 'and':
      return filter.of
        .map((part) => (part.type === 'or' ? `(${printFilter(part)})` : printFilter(part)))
        .join(' and ')
    case 'not':
      return isJoined(filter.of) ? `not (${printFilter(filter.of)})` : `not ${printFilter(filter.of)}`
    case 'has':
      return facts[filter.what].text
    case 'compare': {
      const { field, operator, values } = filter
      const [value = ''] = values
      if (field === 'text') return plain.test(value) && !isReserved(value) ? value : quoted(value)
      if (field === 'label' && operator === '=') return `#${valueText(value)}`
      return operator === 'in'
        ? `${field} in (${values.map(valueText).join(', ')})`
        : `${field} ${operator} ${valueText(value)}`
    }
  }
}

const isJoined = ({ type }: Filter): boolean => type === 'and' || type === 'or'
const plain = /^[\p{L}\p{N}]+$/u
const plainValue = /^[\p{L}\p{N}+-][\p{L}\p{N}_-]*$/u

const valueText = (value: string): string => (plainValue.test(value) ? value : quoted(value))
const quoted = (value: string): string => `"${value.replaceAll(/["\\]/g, String.raw`\$&`)}"`
