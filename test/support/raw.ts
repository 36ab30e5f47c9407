/** Requests byte by byte, for what no client would send. */
import { createConnection } from 'node:net'

export interface RawAnswer {
  status: number
  /** With its head. */
  text: string
  /** The body as JSON, where it is that. */
  json: any
}

/** Sends the text; answers the whole answer, or what there was of it when the server closed. */
export function sendRaw(port: number, text: string): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(port, '127.0.0.1', () => socket.write(text))
    let got: Buffer = Buffer.alloc(0)
    socket.on('data', (data) => {
      got = Buffer.concat([got, Buffer.from(data)])
      const end = got.indexOf('\r\n\r\n')
      if (end === -1) return
      const head = got.toString('latin1', 0, end)
      const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? Number.NaN)
      const hasNoBody = text.startsWith('HEAD') || head.startsWith('HTTP/1.1 101')
      if (hasNoBody || got.length - end - 4 >= length) socket.destroy()
    })
    socket.on('close', () => {
      const whole = got.toString()
      const [head = '', body = ''] = whole.split('\r\n\r\n')
      resolve({
        status: Number(head.split(' ')[1]),
        text: whole,
        json: body.startsWith('{') ? JSON.parse(body) : undefined,
      })
    })
    socket.on('error', reject)
  })
}
