/**
 * This writes the API's description as one document of HTML: each operation under what it is about, and each schema.
 * It can be read without a script.
 */
import { escaped, exampleOf, prose, schemaHtml, schemaId, typeOf, type Schema } from './docs-schema.ts'

interface Parameter {
  name: string
  in: string
  required?: boolean
  description?: string
  schema?: Schema
}

type Content = Readonly<Record<string, { schema?: Schema }>>

interface DescribedOperation {
  operationId: string
  summary: string
  description?: string
  tags: readonly string[]
  security: readonly object[]
  parameters?: readonly Parameter[]
  requestBody?: { required?: boolean; content: Content }
  responses: Readonly<Record<string, DescribedAnswer>>
}

interface DescribedAnswer {
  /** It is one that all operations have, and stands elsewhere. */
  $ref?: string
  description?: string
  headers?: Readonly<Record<string, unknown>>
  content?: Content
}

/** What is read of an OpenAPI document. */
export interface ApiDescription {
  info: { title: string; version: string; description?: string }
  paths: Readonly<Record<string, Readonly<Record<string, DescribedOperation>>>>
  components: { schemas?: Readonly<Record<string, Schema>> }
}

interface Place {
  method: string
  path: string
  operation: DescribedOperation
}

export function docsPage(api: ApiDescription): string {
  const places = Object.entries(api.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): Place => ({ method, path, operation })),
  )
  const byTag = Map.groupBy(places, ({ operation }) => operation.tags[0] ?? '')
  const schemas = api.components.schemas ?? {}
  const links = [...byTag.keys()].map((tag) => `<li><a href="#${escaped(tag)}">${escaped(tag)}</a></li>`)
  const title = `${escaped(api.info.title)} API`
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="docs/docs.css">
<script src="docs/try-it.js" defer></script>
</head>
<body>
<header>
<h1>${title} <small>${escaped(api.info.version)}</small></h1>
${prose(api.info.description ?? '')}
<p>All of this is made from <a href="openapi.json">openapi.json</a> (OpenAPI 3.1).</p>
<p id="key"><label>Token <input type="password" autocomplete="off" spellcheck="false"></label>
for trying operations; it is kept nowhere. A browser that is signed in needs none.</p>
</header>
<nav aria-label="Parts"><ul>${links.join('')}<li><a href="#schemas">Schemas</a></li></ul></nav>
<main>
${[...byTag].map(([tag, of]) => sectionHtml(tag, of, schemas)).join('\n')}
<section id="schemas" aria-labelledby="schemas-title">
<h2 id="schemas-title">Schemas</h2>
${Object.entries(schemas).map(namedSchema).join('\n')}
</section>
</main>
</body>
</html>
`
}

function sectionHtml(
  tag: string,
  places: readonly Place[],
  schemas: Readonly<Record<string, Schema>>,
): string {
  const id = escaped(tag)
  return `<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${id}</h2>
${places.map((place) => operationHtml(place, schemas)).join('\n')}
</section>`
}

const namedSchema = ([name, schema]: [string, Schema]): string =>
  `<details id="${schemaId(escaped(name))}"><summary><code>${escaped(name)}</code></summary><div>${schemaHtml(schema)}</div></details>`

function operationHtml(
  { method, path, operation }: Place,
  schemas: Readonly<Record<string, Schema>>,
): string {
  const { operationId, summary, description, parameters = [], requestBody, responses, security } = operation
  const id = escaped(operationId)
  const rows = parameters.map(
    ({ name, in: where, required, schema = {} }) =>
      `<li><code>${escaped(name)}</code> in the ${escaped(where)}${required ? ' <em>required</em>' : ''} ${schemaHtml(schema)}</li>`,
  )
  const answers = Object.entries(responses)
    .filter(([, { $ref }]) => $ref === undefined)
    .map(
      ([status, { description: text = '', headers = {}, content }]) =>
        `<dt>${escaped(status)}</dt><dd>${prose(text)}${headersHtml(Object.keys(headers))}${contentHtml(content)}</dd>`,
    )
  return `<details class="operation" id="${id}">
<summary><span class="method">${method.toUpperCase()}</span> <code>${escaped(path)}</code> <span>${escaped(summary)}</span></summary>
<div>
${prose(description ?? '')}
<p>${security.length === 0 ? 'Anybody may ask this.' : 'Where there are accounts it needs a token or a session.'}</p>
${rows.length > 0 ? `<h3>Parameters</h3><ul class="fields">${rows.join('')}</ul>` : ''}
${requestBody ? `<h3>Body${requestBody.required ? '' : ' (optional)'}</h3>${contentHtml(requestBody.content)}` : ''}
<h3>Answers</h3><dl>${answers.join('')}</dl>
${formHtml({ method, path, operation }, schemas)}
</div>
</details>`
}

const headersHtml = (names: readonly string[]): string =>
  names.length === 0
    ? ''
    : `<p>Headers: ${names.map((name) => `<code>${escaped(name)}</code>`).join(', ')}.</p>`

const contentHtml = (content: Content = {}): string =>
  Object.entries(content)
    .map(([type, { schema }]) => `<p><code>${escaped(type)}</code> ${schema ? schemaHtml(schema) : ''}</p>`)
    // A list of fields is no part of a paragraph.
    .map((html) => html.replace(/^<p>(.*)<\/p>$/s, '<div class="content">$1</div>'))
    .join('')

/** Builds the form by which the operation is tried: the script finds method, path and fields in it. */
function formHtml({ method, path, operation }: Place, schemas: Readonly<Record<string, Schema>>): string {
  const { parameters = [], requestBody, operationId } = operation
  const fields = parameters.map(({ name, in: where, required, schema = {} }) => {
    const hint = typeOf(schema).replaceAll(/<[^>]*>/g, '')
    return `<label>${escaped(name)} <input name="${escaped(name)}" data-in="${escaped(where)}" placeholder="${escaped(hint.replaceAll('&quot;', '"'))}"${required ? ' required' : ''}></label>`
  })
  const [[type, { schema = {} }] = ['', {}]] = Object.entries(requestBody?.content ?? {})
  const body =
    type === 'application/json'
      ? `<label>Body <textarea name="body" rows="8" spellcheck="false">${escaped(JSON.stringify(exampleOf(schema, schemas), undefined, 2))}</textarea></label>`
      : type && '<label>File <input type="file" name="file"></label>'
  return `<form data-method="${method.toUpperCase()}" data-path="${escaped(path)}" aria-label="Try ${escaped(operationId)}" hidden>
<h3>Try it</h3>
${fields.join('\n')}
${body}
<button>Send</button>
<output></output>
</form>`
}
