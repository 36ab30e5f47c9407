// A bridge to elsewhere: sends a POST to a hook whenever a todo of a list is finished. For Node and Bun, without packages.
//
//     HOOK=https://chat.example/hooks/1 AIOTODO_SERVER=http://localhost:8080 AIOTODO_TOKEN=aiotodo_… node examples/bridge.mjs bridge.json
//
// What it promises: each finish is sent at least once. The file keeps which were sent, on the disk, and is written after each;
// so nothing is left out while the bridge or the hook is down, and a bridge that is ended by SIGTERM or SIGINT sends nothing
// twice. A finish is sent again only where the hook took it and the bridge did not learn of it or could not note it: the answer
// was lost, or came too late, or the bridge was killed outright. It then has the same Idempotency-Key, by which a hook knows it.
// What it does not promise: what was finished before the first run is not sent, and of a todo that was finished several times
// while the bridge was down, only the last time is. One bridge for each file.
import { open, readFile, rename } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'

const { HOOK, AIOTODO_SERVER = 'http://localhost:8080', AIOTODO_TOKEN, AIOTODO_LIST } = process.env
const [, , path] = process.argv
if (!HOOK || !path) throw new Error('expected HOOK in the environment, and a file')
const authorization = AIOTODO_TOKEN && { authorization: `Bearer ${AIOTODO_TOKEN}` }
const log = (line) => process.stderr.write(`${line}\n`)

/** Aborted by the first signal; a second one ends the bridge at once. */
const ending = new AbortController()
for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => ending.abort())
const isEnding = () => ending.signal.aborted
const pause = (ms) => sleep(ms, undefined, { signal: ending.signal }).catch(() => {})

/** `finished`: when those that are finished were, by id. To begin anew over a file that is damaged would leave finishes out. */
const state = await readFile(path, 'utf8')
  .catch((error) => {
    if (error.code === 'ENOENT') return '{"cursor":null,"isBegun":false,"finished":{}}'
    throw error
  })
  .then(JSON.parse)
  .catch((error) => {
    log(
      `${path} can not be read (${error.message}). Mend it; or remove it, and begin with what is finished from now on.`,
    )
    process.exit(1)
  })

/** Beside it first, and through to the disk, so that there is always a whole one. */
async function save() {
  const file = await open(`${path}.new`, 'w')
  await file.writeFile(JSON.stringify(state))
  await file.sync()
  await file.close()
  await rename(`${path}.new`, path)
}

async function take({ todos, gone, cursor, more }) {
  for (const id of gone) delete state.finished[id]
  for (const { id, name, finishedAt } of todos) {
    if (!finishedAt) delete state.finished[id]
    else if (!state.isBegun) state.finished[id] = finishedAt
    else if (state.finished[id] !== finishedAt) {
      if (!(await send({ id, name, finishedAt }))) return
      state.finished[id] = finishedAt
      await save()
      log(`sent: ${name}`)
    }
  }
  // Only now: what was not sent yet is read again from the cursor before.
  state.cursor = cursor
  const begins = !more && !state.isBegun
  if (begins) state.isBegun = true
  await save()
  if (begins) log('following')
}

/** Whether the hook took it; not where the bridge is to end before it does. */
async function send(body) {
  for (let ms = 500; ; ms = Math.min(ms * 2, 60_000)) {
    const request = {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': `${body.id}.${body.finishedAt}` },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(10_000),
    }
    const response = await fetch(HOOK, request).catch((error) => ({ ok: false, status: error.message }))
    if (response.ok) return true
    log(`the hook answered ${response.status}; trying again`)
    await pause(ms)
    if (isEnding()) return false
  }
}

/** Server-sent events, one after another: each is lines up to an empty one. */
async function* events(response) {
  let text = ''
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    const parts = (text + chunk).split('\n\n')
    text = parts.pop()
    for (const part of parts) {
      const data = part.split('\n').filter((line) => line.startsWith('data:'))
      if (data.length > 0) yield JSON.parse(data.map((line) => line.slice(5)).join('\n'))
    }
  }
}

while (!isEnding()) {
  try {
    const query = new URLSearchParams({
      ...(AIOTODO_LIST && { space: AIOTODO_LIST }),
      ...(state.cursor && { cursor: state.cursor }),
    })
    const headers = { accept: 'text/event-stream', ...authorization }
    const response = await fetch(`${AIOTODO_SERVER}/api/v1/changes?${query}`, {
      headers,
      signal: ending.signal,
    })
    if (!response.ok) throw new Error(`${response.status} ${await response.text()}`)
    if (state.isBegun) log('following')
    for await (const delta of events(response)) {
      await take(delta)
      if (isEnding()) break
    }
  } catch (error) {
    if (!isEnding()) log(`the server: ${error.message}; trying again`)
  }
  await pause(1_000)
}
