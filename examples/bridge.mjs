// A bridge to elsewhere: sends a POST to a hook whenever a todo of a list is finished. For Node and Bun, without packages.
//
//     HOOK=https://chat.example/hooks/1 AIOTODO_SERVER=http://localhost:8080 AIOTODO_TOKEN=aiotodo_… node examples/bridge.mjs bridge.json
//
// The file keeps how far it is, so that nothing is left out while it is down. Each finish is sent once, or again where the
// bridge ended before it could note that; its id and moment tell. What was finished before the first run is not sent.
import { readFile, rename, writeFile } from 'node:fs/promises'

const { HOOK, AIOTODO_SERVER = 'http://localhost:8080', AIOTODO_TOKEN, AIOTODO_LIST } = process.env
const [, , path] = process.argv
if (!HOOK || !path) throw new Error('expected HOOK in the environment, and a file')
const authorization = AIOTODO_TOKEN && { authorization: `Bearer ${AIOTODO_TOKEN}` }
const log = (line) => process.stderr.write(`${line}\n`)
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

/** `finished`: when those that are finished were, by id. */
const state = await readFile(path, 'utf8').then(JSON.parse, () => ({ cursor: null, finished: {} }))

async function save() {
  await writeFile(`${path}.new`, JSON.stringify(state))
  await rename(`${path}.new`, path)
}

async function take({ todos, gone, cursor, more }) {
  for (const id of gone) delete state.finished[id]
  for (const { id, name, finishedAt } of todos) {
    if (state.isBegun && finishedAt && state.finished[id] !== finishedAt) await send({ id, name, finishedAt })
    if (finishedAt) state.finished[id] = finishedAt
    else delete state.finished[id]
  }
  state.cursor = cursor
  if (!more) state.isBegun = true
  await save()
}

async function send(body) {
  for (let ms = 500; ; ms = Math.min(ms * 2, 60_000)) {
    const request = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }
    const response = await fetch(HOOK, request).catch((error) => ({ ok: false, status: error.message }))
    if (response.ok) return log(`sent: ${body.name}`)
    log(`the hook answered ${response.status}; trying again`)
    await pause(ms)
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

for (;;) {
  try {
    const query = new URLSearchParams({
      ...(AIOTODO_LIST && { space: AIOTODO_LIST }),
      ...(state.cursor && { cursor: state.cursor }),
    })
    const headers = { accept: 'text/event-stream', ...authorization }
    const response = await fetch(`${AIOTODO_SERVER}/api/v1/changes?${query}`, { headers })
    if (!response.ok) throw new Error(`${response.status} ${await response.text()}`)
    log('following')
    for await (const delta of events(response)) await take(delta)
  } catch (error) {
    log(`the server: ${error.message}; trying again`)
  }
  await pause(1_000)
}
