/**
 * A text that looks like a condition and is none must not become a search for its words. Here it is found out, with the
 * condition that was meant. Each rule is for one way in which people, or other programs, write conditions.
 */
import { conditionOf } from './conditions.ts'
import { fields, type Field } from './filter.ts'
import { misspelled, nearestFact, nearestState, otherFieldOf, typoOfField } from './nearest.ts'
import {
  asWritten,
  byDays,
  comparedBy,
  meant,
  nothing,
  operatorWords,
  type Meant,
  type Place,
} from './meant.ts'
import { dateAt, keyAt } from './phrases.ts'
import { isReserved } from './reserved.ts'
import {
  ands,
  dateOf,
  dateOperatorOf,
  fieldOf,
  hadFact,
  keyOf,
  nots,
  numberedPriority,
  ors,
  own,
  priorityOf,
} from './spellings.ts'

/** What was meant by a word that would be searched for, perhaps together with those behind it. */
export function meantBy(place: Place): Meant | undefined {
  for (const rule of [bySigns, byTypo, byVerb, byColon, byField, byGluedField, byDays]) {
    const meant = rule(place)
    if (meant) return meant
  }
  return undefined
}

const separators = /[、，,;；/+]|以及|[和与跟及]/

/** It finds signs that the language does not have: `overdue!`, `today.`, 今天、明天. */
function bySigns(place: Place): Meant | undefined {
  const word = keyAt(place.tokens, place.at)
  const parts = word.split(separators).filter((part) => part !== '')
  if (parts.length > 1 && parts.every((part) => conditionOf(part)))
    return meant(place, place.at + 1, parts.join(/\p{sc=Han}/u.test(word) ? ' 或 ' : ' or '))
  if (/^[+;/·•–—-]+$/.test(word) && (isConditionAt(place, -1) || isConditionAt(place, 1)))
    return meant(place, place.at + 1, place.at > 0 ? 'and' : 'not')
  const [, stem = ''] = /^(.+?)[.。!！;；、，?？…]+$/u.exec(word) ?? []
  return stem && conditionOf(stem) ? meant(place, place.at + 1, stem) : undefined
}

function isConditionAt({ tokens, at }: Place, behind: number): boolean {
  const token = tokens[at + behind]
  return /^(?:label|list)$/.test(token?.type ?? '') || conditionOf(keyAt(tokens, at + behind)) !== undefined
}

function byTypo(place: Place): Meant | undefined {
  const isTwo =
    /^(?:over|past)$/.test(keyAt(place.tokens, place.at)) && keyAt(place.tokens, place.at + 1) === 'due'
  if (isTwo && !dateAt(place.tokens, place.at + 2)) return meant(place, place.at + 2, 'overdue')
  const nearest = misspelled(keyAt(place.tokens, place.at))
  return nearest === undefined ? undefined : meant(place, place.at + 1, nearest)
}

const facts = /^(?:has|have|having|without|with)$/

/** Other languages have verbs: `is overdue`, `is not finished`, `has label`, `without due date`. */
function byVerb(place: Place): Meant | undefined {
  const { tokens, at } = place
  const word = keyAt(tokens, at)
  if (word === 'is' || word === 'are') {
    const isNot = keyAt(tokens, at + 1) === 'not'
    const which = at + (isNot ? 2 : 1)
    const state = nearestState(keyAt(tokens, which), false)
    if (state === undefined) return undefined
    const plain = state.replace(/^not /, '')
    return meant(place, which + 1, isNot === (plain === state) ? `not ${plain}` : plain)
  }
  if (!facts.test(word)) return undefined
  const isNo = word === 'without' || keyAt(tokens, at + 1) === 'no'
  const which = at + (/^(?:a|an|any|no)$/.test(keyAt(tokens, at + 1)) ? 2 : 1)
  const fact = nearestFact(keyAt(tokens, which))
  if (fact === undefined || (word === 'with' && which === at + 1)) return undefined
  return meant(place, which + 1, isNo ? `no ${fact}` : `has:${fact}`)
}

/** `is: done`, `date: today`, 状态：未完成: a name with a colon that is no field of ours, and its value. */
function byColon(place: Place): Meant | undefined {
  const { tokens, at } = place
  const [, named = '', glued = ''] = /^([\p{L}_.-]+)[:：](.*)$/u.exec(tokens[at]?.value ?? '') ?? []
  const name = keyOf(named)
  if (name === '') return undefined
  const next = glued ? at + 1 : at + 2
  const written = glued || asWritten(place, at + 1, at + 2)
  const value = keyOf(glued) || keyAt(tokens, at + 1)
  if (written === '') return undefined
  const answer = (nearest: string | undefined) => (nearest ? meant(place, next, nearest) : undefined)
  if (/^(?:is|state|status|状态|是)$/.test(name)) return answer(nearestState(value, false))
  if (/^(?:no|without|has|have|有|无)$/.test(name)) {
    const fact = nearestFact(value)
    return answer(fact && (/^(?:no|without|无)$/.test(name) ? `no ${fact}` : `has:${fact}`))
  }
  if (name === 'in') return answer(`list = ${written}`)
  const [, field = 'due', side = ''] =
    /^(?:(due|start|created|updated|finished|deleted)(?:date)?[_.-]?)?(before|after|on|by|from|to|until|since)$/.exec(
      name,
    ) ?? []
  if (side && dateOf(value)) return answer(`${field} ${side === 'to' ? 'by' : side} ${written}`)
  const other = otherFieldOf(name)
  return glued && /^[a-z]/.test(name) ? undefined : answer(other && `${other}: ${written}`)
}

/** A field, perhaps by another name, may have its value behind it: `prio high`, `label is home`, `list "At home"`. */
function byField(place: Place): Meant | undefined {
  const { tokens, at } = place
  const word = keyAt(tokens, at)
  const isOurs = fieldOf(word) !== undefined
  const name = isOurs ? word : (otherFieldOf(word) ?? typoOfField(word))
  const field = name === undefined ? undefined : fieldOf(name)
  if (name === undefined || field === undefined) return undefined
  const { kind } = fields[field]
  const words = comparedBy(tokens, at + 1)
  const valueAt = words?.next ?? at + 1
  const value = tokens[valueAt]
  if (words && value && value.type !== 'symbol' && value.type !== 'end') {
    const date = kind === 'date' || kind === 'moment' ? dateAt(tokens, valueAt) : undefined
    const next = date?.next ?? valueAt + 1
    if (nothing.test(keyAt(tokens, valueAt)) && hadFact(name)) return meant(place, next, `no ${name}`)
    const operator = words.operator === '~' && !fields[field].operators.includes('~') ? '=' : words.operator
    return meant(place, next, `${name} ${operator} ${asWritten(place, valueAt, next)}`)
  }
  if (kind === 'date' || kind === 'moment') {
    const isBy = dateOperatorOf(keyAt(tokens, at + 1)) !== undefined
    const date = dateAt(tokens, at + (isBy ? 2 : 1))
    return isOurs || !date
      ? undefined
      : meant(place, date.next, `${name} ${asWritten(place, at + 1, date.next)}`)
  }
  const next = isJoint(keyAt(tokens, at + 1)) ? '' : keyAt(tokens, at + 1)
  if (kind === 'priority')
    return !isOurs && (priorityOf(next) ?? numberedPriority(next))
      ? meant(place, at + 2, `${name} ${asWritten(place, at + 1, at + 2)}`)
      : undefined
  if (kind !== 'text' || (!isOurs && typoOfField(word))) return undefined
  const isValue =
    value?.type === 'quoted' || (/^(?:list|label)$/.test(field) && next !== '' && isFilter(place))
  if (!isValue || conditionOf(next)) return undefined
  return meant(
    place,
    at + 2,
    `${name} ${fields[field].operators.includes('=') ? '=' : '~'} ${asWritten(place, at + 1, at + 2)}`,
  )
}

const isJoint = (word: string): boolean => [...ands, ...ors, ...nots].includes(word)

/** Whether the text has something besides words, so that it can't be a plain search. */
const isFilter = ({ tokens }: Place): boolean =>
  tokens.some(
    ({ type, value }) => /^(?:symbol|label|list)$/.test(type) || (type === 'word' && conditionOf(value)),
  )

const gluedField = new RegExp(
  '^(清单|列表|项目|标签|名称|标题|备注|优先级|截止日期|截止)(是|为|等于|不是|包含|大于|高于|小于|低于)(.+)$',
)

/** In Chinese all of it may be one word, as 标签是家 is: a field, its operator and its value in one word. */
function byGluedField(place: Place): Meant | undefined {
  const [, name = '', by = '', value = ''] = gluedField.exec(keyAt(place.tokens, place.at)) ?? []
  if (name === '') return undefined
  const ours = otherFieldOf(name) ?? name
  const field = fieldOf(ours) as Field
  if (value === '空' && hadFact(ours)) return meant(place, place.at + 1, `无${ours}`)
  const operator = by === '不是' ? '!=' : (own(operatorWords, by) ?? '=')
  return fields[field].operators.includes(operator as '=')
    ? meant(place, place.at + 1, `${ours} ${operator} ${value}`)
    : undefined
}

/** In `priority = high or medium` the second is a value as well, and is no word to search for. */
export function valueBehind(place: Place, field: Field): { at: number; nearest: string } | undefined {
  const { tokens, at } = place
  const word = keyAt(tokens, at + 1)
  if (![...ands, ...ors].includes(keyAt(tokens, at)) || word === '') return undefined
  const isCompared =
    /^(?:[=<>~:]|!=|<=|>=)$/.test(tokens[at + 2]?.value ?? '') && tokens[at + 2]?.type === 'symbol'
  if (isCompared || conditionOf(word)) return undefined
  const isValue =
    field === 'priority'
      ? priorityOf(word) !== undefined
      : /^(?:list|label)$/.test(field) &&
        /^[\p{L}\p{N}]+$/u.test(word) &&
        ors.includes(keyAt(tokens, at)) &&
        !isReserved(word)
  return isValue ? { at: at + 1, nearest: `${field} = ${asWritten(place, at + 1, at + 2)}` } : undefined
}
