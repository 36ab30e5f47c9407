/** L: a bare Bun.serve that answers the same bytes as a row's program and does nothing else. PORT and ANSWERS say what. */

interface Answer {
  status: number
  headers: Record<string, string>
  body: string
}

const answers = JSON.parse(process.env['ANSWERS'] ?? '{}') as Record<string, Answer>

Bun.serve({
  hostname: '127.0.0.1',
  port: Number(process.env['PORT']),
  async fetch(request) {
    const { method } = request
    if (method === 'POST' || method === 'PATCH') await request.text()
    const { status, headers, body } = answers[method] as Answer
    return new Response(body === '' ? null : body, { status, headers })
  },
})
