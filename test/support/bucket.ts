/** A server that speaks as much of S3 as backups use, and that can refuse, fall silent, or lose what it was given. */

export interface Bucket extends AsyncDisposable {
  /** What its client is told by the environment. */
  env: Record<string, string>
  objects: Map<string, Uint8Array>
  mood: 'well' | 'refuses' | 'silent'
}

export function startBucket(): Bucket {
  const objects = new Map<string, Uint8Array>()
  const uploads = new Map<string, Map<number, Uint8Array>>()
  const xml = (body: string, status = 200) =>
    new Response(`<?xml version="1.0" encoding="UTF-8"?>${body}`, {
      status,
      headers: { 'content-type': 'application/xml' },
    })
  const server = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    idleTimeout: 0,
    async fetch(request) {
      if (bucket.mood === 'silent') return new Promise<Response>(() => {})
      const signed = request.headers.get('authorization')?.startsWith('AWS4-HMAC-SHA256')
      if (bucket.mood === 'refuses' || !signed)
        return xml('<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>', 403)
      const url = new URL(request.url)
      const key = decodeURIComponent(url.pathname.split('/').slice(2).join('/'))
      const upload = url.searchParams.get('uploadId')
      if (request.method === 'POST' && url.searchParams.has('uploads')) {
        const id = Bun.randomUUIDv7()
        uploads.set(id, new Map())
        return xml(
          `<InitiateMultipartUploadResult><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`,
        )
      }
      if (request.method === 'POST' && upload !== null) {
        const parts = [...(uploads.get(upload) ?? [])].toSorted(([one], [other]) => one - other)
        objects.set(key, new Uint8Array(Buffer.concat(parts.map(([, part]) => part))))
        return xml('<CompleteMultipartUploadResult><ETag>"x"</ETag></CompleteMultipartUploadResult>')
      }
      if (request.method === 'PUT') {
        const bytes = await request.bytes()
        if (upload === null) objects.set(key, bytes)
        else uploads.get(upload)?.set(Number(url.searchParams.get('partNumber')), bytes)
        return new Response(null, { headers: { etag: '"x"' } })
      }
      if (request.method === 'DELETE') return new Response(null, { status: objects.delete(key) ? 204 : 404 })
      if (url.searchParams.get('list-type') === '2') {
        const prefix = url.searchParams.get('prefix') ?? ''
        const after = url.searchParams.get('start-after') ?? ''
        // Pages of two, so that more than one is asked for.
        const keys = [...objects.keys()].filter((each) => each.startsWith(prefix) && each > after).toSorted()
        const rows = keys.slice(0, 2).map((each) => `<Contents><Key>${each}</Key><Size>1</Size></Contents>`)
        return xml(
          `<ListBucketResult><IsTruncated>${keys.length > 2}</IsTruncated>${rows.join('')}</ListBucketResult>`,
        )
      }
      const found = objects.get(key)
      if (!found) return xml('<Error><Code>NoSuchKey</Code><Message>No such key</Message></Error>', 404)
      return new Response(request.method === 'HEAD' ? null : new Uint8Array(found), {
        headers: {
          'content-length': String(found.length),
          'last-modified': new Date().toUTCString(),
          etag: '"x"',
        },
      })
    },
  })
  const bucket: Bucket = {
    env: {
      AWS_ACCESS_KEY_ID: 'key',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_ENDPOINT: `http://127.0.0.1:${server.port}`,
      S3_ENDPOINT: `http://127.0.0.1:${server.port}`,
    },
    objects,
    mood: 'well',
    [Symbol.asyncDispose]: () => server.stop(true),
  }
  return bucket
}
