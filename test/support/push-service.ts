/**
 * A push service and the devices behind it: reads messages as a device does (RFC 8188, RFC 8291), checks who sent them (RFC 8292),
 * and answers as it is told.
 */
import {
  createDecipheriv,
  createECDH,
  createPublicKey,
  hkdfSync,
  randomBytes,
  verify,
  type ECDH,
} from 'node:crypto'
import type { PushNetwork } from '../../src/runtime/push.ts'

export interface Message {
  payload: any
  topic: string | null
  ttl: number
  urgency: string | null
  /** The server's key that signed it, and what it says of itself. */
  key: string
  claims: { aud: string; exp: number; sub: string }
}

/** What the service answers: a status, or never. */
export type Answers = number | 'hangs' | { status: number; headers: Record<string, string> }

export class Device {
  readonly messages: Message[] = []
  readonly endpoint: string
  /** What is answered; the last one for good. */
  answers: Answers[] = [201]
  /** How often it was asked, whatever it answered. */
  asked = 0
  readonly #ecdh: ECDH = createECDH('prime256v1')
  readonly #auth = randomBytes(16)

  constructor(endpoint: string) {
    this.endpoint = endpoint
    this.#ecdh.generateKeys()
  }

  /** As a browser's `PushSubscription.toJSON()`. */
  get subscription(): object {
    const keys = { p256dh: this.#ecdh.getPublicKey('base64url'), auth: this.#auth.toString('base64url') }
    return { endpoint: this.endpoint, expirationTime: null, keys }
  }

  /** The ids of what it was reminded of. */
  get ids(): string[] {
    return this.messages.map(({ payload }) => payload.id)
  }

  decrypt(body: Buffer): string {
    const salt = body.subarray(0, 16)
    const keyLength = body[20] as number
    const theirs = body.subarray(21, 21 + keyLength)
    const derive = (key: Uint8Array, salt: Uint8Array, info: Uint8Array | string, length: number) =>
      Buffer.from(hkdfSync('sha256', key, salt, info, length))
    const info = Buffer.concat([Buffer.from('WebPush: info\0'), this.#ecdh.getPublicKey(), theirs])
    const secret = derive(this.#ecdh.computeSecret(theirs), this.#auth, info, 32)
    const key = derive(secret, salt, 'Content-Encoding: aes128gcm\0', 16)
    const nonce = derive(secret, salt, 'Content-Encoding: nonce\0', 12)
    const sealed = body.subarray(21 + keyLength)
    const decipher = createDecipheriv('aes-128-gcm', key, nonce)
    decipher.setAuthTag(sealed.subarray(-16))
    const plain = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()])
    // One record, and the last one: its delimiter is 2 (RFC 8188, 2).
    if (plain.at(-1) !== 2) throw new Error('no delimiter')
    return plain.subarray(0, -1).toString()
  }
}

function readVapid(header: string | null): Pick<Message, 'key' | 'claims'> {
  const [, token = '', key = ''] = /^vapid t=([\w.-]+), ?k=([\w-]+)$/.exec(header ?? '') ?? []
  const [head = '', claims = '', signature = ''] = token.split('.')
  const point = Buffer.from(key, 'base64url')
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((part) => part.toString('base64url'))
  const publicKey = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y } as never, format: 'jwk' })
  const signed = Buffer.from(`${head}.${claims}`)
  const isRight = verify(
    'sha256',
    signed,
    { key: publicKey, dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  )
  if (!isRight) throw new Error('not signed by its key')
  return { key, claims: JSON.parse(Buffer.from(claims, 'base64url').toString()) }
}

export interface PushService extends AsyncDisposable {
  url: string
  /** What a server is given to reach it. */
  network: PushNetwork
  newDevice(): Device
  /** What was asked and could not be read. */
  faults: unknown[]
}

export function startPushService(): PushService {
  const devices = new Map<string, Device>()
  const faults: unknown[] = []
  const server = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    idleTimeout: 0,
    async fetch(request) {
      const device = devices.get(new URL(request.url).pathname)
      if (!device) return new Response(null, { status: 404 })
      device.asked++
      const answer =
        device.answers.length > 1 ? (device.answers.shift() as Answers) : (device.answers[0] as Answers)
      const body = Buffer.from(await request.arrayBuffer())
      if (answer === 'hangs') return new Promise<Response>(() => {})
      if (typeof answer === 'object') return new Response(null, answer)
      if (answer !== 201) return new Response('x'.repeat(1_000_000), { status: answer })
      try {
        const { headers } = request
        if (headers.get('content-encoding') !== 'aes128gcm') throw new Error('another encoding')
        device.messages.push({
          ...readVapid(headers.get('authorization')),
          payload: JSON.parse(device.decrypt(body)),
          topic: headers.get('topic'),
          ttl: Number(headers.get('ttl')),
          urgency: headers.get('urgency'),
        })
      } catch (error) {
        faults.push(error)
      }
      return new Response(null, { status: 201 })
    },
  })
  const url = `http://127.0.0.1:${server.port}`
  return {
    url,
    network: { isTrusted: (endpoint) => endpoint.startsWith(`${url}/`) },
    faults,
    newDevice() {
      const path = `/push/${devices.size + 1}-${randomBytes(6).toString('hex')}`
      const device = new Device(url + path)
      devices.set(path, device)
      return device
    },
    async [Symbol.asyncDispose]() {
      await server.stop(true)
    },
  }
}
