/** A list as it was at a moment, to be read. */
import { Circle, CircleCheck } from 'lucide'
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import type { List, Todo } from '../../client/client.ts'
import { Form } from '../parts/form.tsx'
import { Icon } from '../parts/icon.tsx'
import { ask } from '../state/account-api.ts'
import { now } from '../state/clock.ts'
import { dueText, momentText } from '../words/due.ts'
import type { Page } from '../state/entries.ts'
import { childrenOf } from '../state/items.ts'
import { viewWords } from '../words/later-words.ts'
import { MomentField, momentWrong, readMoment } from './moment-field.tsx'
import { refusalText } from './entry-text.ts'

interface Then {
  time: string
  todos: Todo[]
  missing: number
}

interface ThenPage extends Page<Todo> {
  missing: string[]
}

const pageSize = 500

/** All of it, as its pages come in no order. @throws Trouble */
async function readListAt(list: string, time: string): Promise<Then> {
  const then: Then = { time, todos: [], missing: 0 }
  let cursor: string | null = null
  do {
    const params: URLSearchParams = new URLSearchParams({
      time,
      limit: String(pageSize),
      ...(cursor !== null && { cursor }),
    })
    const page: ThenPage = await ask('GET', `/lists/${list}/at?${params}`)
    then.todos.push(...page.items)
    then.missing += page.missing.length
    cursor = page.next
  } while (cursor !== null)
  return { ...then, todos: then.todos.toSorted((a, b) => (a.position < b.position ? -1 : 1)) }
}

export function ListAt({ list }: { list: List }): JSX.Element {
  const then = useSignal<Then | undefined>(undefined)
  const word = viewWords.value
  return (
    <>
      <p class="hint">{word.readOnlyThen}</p>
      <Form
        label={word.asItWas}
        button={word.show}
        check={(values) => (readMoment(values('moment')) ? {} : { moment: momentWrong() })}
        send={async (values) => {
          then.value = await readListAt(list.id, readMoment(values('moment')) ?? '')
        }}
        explain={(trouble) => ({ '': refusalText(trouble) })}
      >
        {(errors) => <MomentField label={word.moment} error={errors['moment']} />}
      </Form>
      {then.value && <Shown then={then.value} />}
    </>
  )
}

function Shown({ then: { time, todos, missing } }: { then: Then }): JSX.Element {
  const word = viewWords.value
  const children = childrenOf(todos)
  return (
    <section aria-label={word.wasAt(momentText(time))}>
      <h3>{word.wasAt(momentText(time))}</h3>
      {todos.length === 0 ? (
        <p>{word.wasEmpty}</p>
      ) : (
        <Branch todos={children.get(null) ?? []} below={children} />
      )}
      {missing > 0 && <p class="hint">{word.missing(missing)}</p>}
    </section>
  )
}

interface BranchProps {
  todos: readonly Todo[]
  below: ReadonlyMap<string | null, Todo[]>
}

function Branch({ todos, below }: BranchProps): JSX.Element {
  return (
    <ul class="then">
      {todos.map((todo) => (
        <li key={todo.id}>
          <div class={todo.finished ? 'is-finished' : ''}>
            <Icon of={todo.finished ? CircleCheck : Circle} />
            <span class="grows" dir="auto">
              {todo.name}
              {todo.finished && <span class="unseen"> ({viewWords.value.wasFinished})</span>}
            </span>
            {todo.due && <span class="hint">{dueText(todo.due, now.peek())}</span>}
          </div>
          {(below.get(todo.id)?.length ?? 0) > 0 && <Branch todos={below.get(todo.id) ?? []} below={below} />}
        </li>
      ))}
    </ul>
  )
}
