/**
 * The API's page has this script. It is sent to browsers as its text, so it uses nothing from around it: `docs.ts`
 * makes the file of it.
 */

export function tryIt(): void {
  const api = new URL('.', location.href)
  const forms = document.querySelectorAll<HTMLFormElement>('form[data-path]')
  const key = document.querySelector<HTMLInputElement>('#key input')

  function requestOf(form: HTMLFormElement): Request {
    const headers = new Headers()
    const query = new URLSearchParams()
    let path = form.dataset['path'] ?? ''
    for (const { name, value, dataset } of form.querySelectorAll<HTMLInputElement>('[data-in]')) {
      if (dataset['in'] === 'path') path = path.replace(`{${name}}`, encodeURIComponent(value))
      else if (value !== '' && dataset['in'] === 'query') query.append(name, value)
      else if (value !== '') headers.set(name, value)
    }
    if (key?.value) headers.set('authorization', `Bearer ${key.value}`)
    const text = form.querySelector<HTMLTextAreaElement>('[name=body]')?.value
    const file = form.querySelector<HTMLInputElement>('[name=file]')?.files?.[0]
    if (text) headers.set('content-type', 'application/json')
    const search = query.size > 0 ? `?${query}` : ''
    const body = file ?? text
    const { method = 'GET' } = form.dataset
    return new Request(new URL(path.slice(1) + search, api), { method, headers, ...(body && { body }) })
  }

  /** Answers may be longer than a page can show. */
  async function textOf(response: Response): Promise<string> {
    const type = response.headers.get('content-type') ?? ''
    if (!/json|text|calendar|csv/.test(type)) return type && `(${type}, not shown)`
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    let text = ''
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
      text += part.value
      if (text.length < 100_000 && !type.includes('event-stream')) continue
      await reader?.cancel()
      return `${text}\n…`
    }
    return type.includes('json') && text !== '' ? JSON.stringify(JSON.parse(text), undefined, 2) : text
  }

  async function send(form: HTMLFormElement): Promise<string> {
    const response = await fetch(requestOf(form), { redirect: 'manual', cache: 'no-store' })
    const headers = [...response.headers].map(([name, value]) => `${name}: ${value}`).join('\n')
    return `${response.status} ${response.statusText}\n${headers}\n\n${await textOf(response)}`
  }

  for (const form of forms) {
    form.hidden = false
    form.addEventListener('submit', (event) => {
      event.preventDefault()
      const output = form.querySelector('output')
      if (!output) return
      output.textContent = '…'
      send(form).then(
        (text) => (output.textContent = text),
        (error: unknown) => (output.textContent = String(error)),
      )
    })
  }

  /** An operation or a schema that a link leads to is opened. */
  function show(): void {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)))
    if (target instanceof HTMLDetailsElement) target.open = true
    target?.scrollIntoView()
  }
  addEventListener('hashchange', show)
  if (location.hash) show()
}
