/** This is for files in and out: a file is first looked into, then brought in; everything is had as a file. */
import { useSignal, type Signal } from '@preact/signals'
import type { JSX } from 'preact'
import { useRef } from 'preact/hooks'
import { newId } from '../../client/id.ts'
import type { ImportReport } from '../../model/import.ts'
import { Choice } from '../parts/choice.tsx'
import { CameIn, type Came } from './came-in.tsx'
import { Trouble } from '../state/account-api.ts'
import { exportAddress, exportFormats, sendFile } from '../state/exchange.ts'
import { may } from '../state/roles.ts'
import { lists } from '../state/todos.ts'
import { exchangeWords, importProblem, importWarning, viewWords } from '../words/later-words.ts'
import { words } from '../words/words.ts'

type Shown =
  | { step: 'none' | 'busy' | 'said'; text: string; isTrouble?: boolean }
  | { step: 'asked'; looked: Looked[] }
  | ({ step: 'in' } & Came)

/** It is a file, and what the server says of it: what would come in, or why nothing can. */
type Looked = { file: File } & ({ report: ImportReport } | { trouble: string })

/** Of the lists, and of what is lost, so many are told. */
const toldMax = 8

export function ExchangeSettings(): JSX.Element {
  const word = exchangeWords.value
  const shown = useSignal<Shown>({ step: 'none', text: '' })
  const list = useSignal('')
  const tell = (step: { read: number } | { written: number; of: number }) => {
    const text = 'read' in step ? word.reading(step.read) : word.writing(step.written, step.of)
    shown.value = { step: 'busy', text }
  }
  const send = async (file: File, isDry: boolean, gesture = ''): Promise<Looked> => {
    shown.value = { step: 'busy', text: word.looking(file.name) }
    try {
      return { file, report: await sendFile(file, { list: list.value || undefined, isDry, gesture, tell }) }
    } catch (error) {
      return { file, trouble: textOf(error) }
    }
  }
  const look = async (files: readonly File[]) => {
    const looked: Looked[] = []
    for (const file of files) looked.push(await send(file, true))
    const [first] = looked
    const isLone = looked.length === 1 && first && 'trouble' in first
    shown.value = isLone ? { step: 'said', text: first.trouble, isTrouble: true } : { step: 'asked', looked }
  }
  const bringIn = async (files: readonly File[]) => {
    // All of the files are taken back at once.
    const gesture = newId()
    const reports: ImportReport[] = []
    let trouble: string | undefined
    for (const file of files) {
      const done = await send(file, false, gesture)
      if ('report' in done) reports.push(done.report)
      else trouble = files.length > 1 ? words.value.pair(file.name, done.trouble) : done.trouble
      if (trouble !== undefined) break
    }
    shown.value =
      reports.length > 0
        ? { step: 'in', reports, gesture, trouble }
        : { step: 'said', text: trouble ?? word.nothing, isTrouble: true }
  }
  const state = shown.value
  return (
    <section class="exchange" aria-label={word.title}>
      <h3>{word.title}</h3>
      {state.step === 'in' && <CameIn {...state} />}
      {state.step === 'asked' ? (
        <Asked
          {...state}
          list={list}
          look={look}
          bringIn={bringIn}
          onCancel={() => (shown.value = { step: 'none', text: '' })}
        />
      ) : (
        <Choose isBusy={state.step === 'busy'} look={look} />
      )}
      <p role="status">{'text' in state && !state.isTrouble && state.text}</p>
      <p class="field-error" role="alert">
        {state.step === 'said' && state.isTrouble && state.text}
      </p>
      <p>{word.exportTitle}</p>
      <p class="exports">
        {exportFormats.map((format) => (
          <a key={format} class="link-button" href={exportAddress(format)} download>
            {word.formats[format]}
          </a>
        ))}
      </p>
    </section>
  )
}

function textOf(error: unknown): string {
  const word = exchangeWords.value
  if (!(error instanceof Trouble)) return word.offline
  return error.code === 'no_answer' ? word.offline : importProblem(error.code, error.params)
}

function Choose({
  isBusy,
  look,
}: {
  isBusy: boolean
  look: (files: readonly File[]) => Promise<void>
}): JSX.Element {
  const word = exchangeWords.value
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <p class="hint">{word.hint}</p>
      <input
        ref={input}
        class="unseen"
        type="file"
        multiple
        aria-label={word.choose}
        tabIndex={-1}
        onChange={({ currentTarget }) => {
          const files = [...(currentTarget.files ?? [])]
          currentTarget.value = ''
          if (files.length > 0) void look(files)
        }}
      />
      <button type="button" class="button" disabled={isBusy} onClick={() => input.current?.click()}>
        {word.choose}
      </button>
    </>
  )
}

interface AskedProps {
  looked: readonly Looked[]
  list: Signal<string>
  look: (files: readonly File[]) => Promise<void>
  bringIn: (files: readonly File[]) => Promise<void>
  onCancel: () => void
}

/** Says what would come in, list by list, and what goes into none. */
function Coming({ lists, others }: Pick<ImportReport, 'lists' | 'others'>): JSX.Element {
  const word = exchangeWords.value
  return (
    <ul>
      {lists.slice(0, toldMax).map(({ id, name, todos: count, isNew }) => (
        <li key={id}>{word.list(name, count, isNew)}</li>
      ))}
      {others.map(({ kind, count }) => (
        <li key={kind}>{word.others(kind, count)}</li>
      ))}
      {lists.length > toldMax && <li>{word.more(lists.length - toldMax)}</li>}
    </ul>
  )
}

const comingOf = ({ lists, others }: ImportReport): Pick<ImportReport, 'lists' | 'others'> => ({
  lists: lists.filter((each) => each.todos > 0 || each.isNew),
  others: others.filter(({ count }) => count > 0),
})

const isNothing = (report: ImportReport): boolean => {
  const { lists, others } = comingOf(report)
  return lists.length + others.length === 0
}

/** It shows what of one file would come in, and what of it is lost. */
function OfFile(looked: Looked): JSX.Element {
  const word = exchangeWords.value
  const name = (
    <p>
      <strong>{looked.file.name}</strong>
    </p>
  )
  if ('trouble' in looked) {
    return (
      <>
        {name}
        <p class="field-error">{looked.trouble}</p>
      </>
    )
  }
  const { todos, finished, known, different, lost, format } = looked.report
  return (
    <>
      {name}
      <p>
        {viewWords.value.sentences([
          word.isA(format),
          isNothing(looked.report) ? word.nothing : word.would(todos, finished),
          ...(known > 0 ? [word.known(known, different)] : []),
        ])}
      </p>
      <Coming {...comingOf(looked.report)} />
      {lost.length > 0 && <Lost lost={lost} />}
    </>
  )
}

function Lost({ lost }: Pick<ImportReport, 'lost'>): JSX.Element {
  const word = exchangeWords.value
  return (
    <>
      <p>{word.lost}</p>
      <ul>
        {lost.slice(0, toldMax).map(({ what, code, params, count, at: [first] }) => {
          const [text, place] = importWarning(code, params, first)
          return <li key={what}>{word.lostAt(text, count, place)}</li>
        })}
      </ul>
    </>
  )
}

/** What would come in, before anything does. */
function Asked({ looked, list, look, bringIn, onCancel }: AskedProps): JSX.Element {
  const word = exchangeWords.value
  const files = looked.map(({ file }) => file)
  const coming = looked.flatMap((each) => ('report' in each && !isNothing(each.report) ? [each.file] : []))
  return (
    <div class="asked">
      {looked.map((each, index) => (
        <OfFile key={index} {...each} />
      ))}
      <div class="form-field">
        <span class="name" aria-hidden>
          {word.into}
        </span>
        <Choice
          label={word.into}
          value={list.value}
          options={[
            { value: '', text: word.asInFile },
            ...lists.value
              .filter(({ id }) => may(id, 'change'))
              .map(({ id, name, colour }) => ({ value: id, text: name, colour })),
          ]}
          onChoose={(value) => {
            list.value = value
            void look(files)
          }}
        />
      </div>
      <div class="answers">
        {coming.length > 0 && (
          <button type="button" class="button primary" onClick={() => void bringIn(coming)}>
            {word.run}
          </button>
        )}
        <button type="button" class="button" onClick={onCancel}>
          {word.cancel}
        </button>
      </div>
    </div>
  )
}
