/** Files in and out: a file is first looked into, then brought in; everything is had as a file. */
import { useSignal, type Signal } from '@preact/signals'
import type { JSX } from 'preact'
import { useRef } from 'preact/hooks'
import type { ImportReport } from '../../model/import.ts'
import { Choice } from '../parts/choice.tsx'
import { Trouble } from '../state/account-api.ts'
import { exportAddress, exportFormats, sendFile } from '../state/exchange.ts'
import { may } from '../state/roles.ts'
import { lists } from '../state/todos.ts'
import { exchangeWords, importProblem, importWarning } from '../words/later-words.ts'
import { language } from '../words/words.ts'

type Shown =
  | { step: 'none' | 'busy' | 'said'; text: string; isTrouble?: boolean }
  | { step: 'asked'; file: File; report: ImportReport }

/** Of the lists, and of what is lost, so many are told. */
const toldMax = 8

export function ExchangeSettings(): JSX.Element {
  const word = exchangeWords.value
  const shown = useSignal<Shown>({ step: 'none', text: '' })
  const list = useSignal('')
  const send = async (file: File, isDry: boolean) => {
    shown.value = { step: 'busy', text: word.looking(file.name) }
    const tell = (step: { read: number } | { written: number; of: number }) => {
      const text = 'read' in step ? word.reading(step.read) : word.writing(step.written, step.of)
      shown.value = { step: 'busy', text }
    }
    try {
      const report = await sendFile(file, { list: list.value || undefined, isDry, tell })
      shown.value = isDry ? { step: 'asked', file, report } : { step: 'said', text: word.done(report.todos) }
    } catch (error) {
      shown.value = { step: 'said', text: textOf(error), isTrouble: true }
    }
  }
  const state = shown.value
  return (
    <section class="exchange" aria-label={word.title}>
      <h2>{word.title}</h2>
      {state.step === 'asked' ? (
        <Asked
          {...state}
          list={list}
          send={send}
          onCancel={() => (shown.value = { step: 'none', text: '' })}
        />
      ) : (
        <Choose isBusy={state.step === 'busy'} send={send} />
      )}
      <p role="status">{state.step !== 'asked' && !state.isTrouble && state.text}</p>
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
  send,
}: {
  isBusy: boolean
  send: (file: File, isDry: boolean) => Promise<void>
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
        aria-label={word.choose}
        tabIndex={-1}
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? []
          currentTarget.value = ''
          if (file) void send(file, true)
        }}
      />
      <button type="button" class="button" disabled={isBusy} onClick={() => input.current?.click()}>
        {word.choose}
      </button>
    </>
  )
}

interface AskedProps {
  file: File
  report: ImportReport
  list: Signal<string>
  send: (file: File, isDry: boolean) => Promise<void>
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

/** What would come in, before anything does. */
function Asked({ file, report, list, send, onCancel }: AskedProps): JSX.Element {
  const word = exchangeWords.value
  const { todos, finished, known, lost, format } = report
  const coming = report.lists.filter((each) => each.todos > 0 || each.isNew)
  const others = report.others.filter(({ count }) => count > 0)
  const isNothing = coming.length === 0 && others.length === 0
  return (
    <div class="asked">
      <p>
        <strong>{file.name}</strong>
      </p>
      <p>
        {word.isA(format)} {isNothing ? word.nothing : word.would(todos, finished)}{' '}
        {known > 0 && word.known(known)}
      </p>
      <Coming lists={coming} others={others} />
      {lost.length > 0 && (
        <>
          <p>{word.lost}</p>
          <ul>
            {lost.slice(0, toldMax).map(({ what, code, params, count, at: [first] }) => {
              const [text, place] = importWarning(code, params, first)
              return (
                <li key={what}>
                  {text}{' '}
                  <span class="hint">
                    ({[count.toLocaleString(language.value), place].filter(Boolean).join(', ')})
                  </span>
                </li>
              )
            })}
          </ul>
        </>
      )}
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
            void send(file, true)
          }}
        />
      </div>
      <div class="answers">
        {!isNothing && (
          <button type="button" class="button primary" onClick={() => void send(file, false)}>
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
