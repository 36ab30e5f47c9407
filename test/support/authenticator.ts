/** An authenticator in software: makes and shows passkeys as a browser would, or as nobody honest would. */
import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto'

export interface Made {
  id: string
  privateKey: KeyObject
  userHandle: string
  counter: number
}

/** What is to be wrong with an answer; all is right unless it is said. */
export interface Wrong {
  origin?: string
  /** RP ID. */
  host?: string
  challenge?: string
  isUserVerified?: boolean
  counter?: number
  type?: string
  userHandle?: string
}

const sha256 = (data: string | Uint8Array) => createHash('sha256').update(data).digest()
const base64url = (bytes: Uint8Array | string) => Buffer.from(bytes as string).toString('base64url')

const clientData = (type: string, challenge: string, origin: string) =>
  Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }))

function authenticatorData(host: string, isUserVerified: boolean, counter: number, more?: Buffer): Buffer {
  const count = Buffer.alloc(4)
  count.writeUInt32BE(counter)
  // User present, user verified, with a credential (WebAuthn level 3, 6.1).
  const flags = 1 | (isUserVerified ? 4 : 0) | (more ? 64 : 0)
  return Buffer.concat([sha256(host), Buffer.from([flags]), count, more ?? Buffer.alloc(0)])
}

/** Answers creation options as a browser at this origin; `passkey` is what the authenticator keeps. */
export function create(options: any, origin: string, wrong: Wrong = {}): { answer: any; passkey: Made } {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
  const id = randomBytes(32)
  // COSE (RFC 9053): an EC2 key for ES256 on P-256, as CBOR.
  const cose = Buffer.concat([
    Buffer.from('a5010203262001215820', 'hex'),
    Buffer.from(x, 'base64url'),
    Buffer.from('225820', 'hex'),
    Buffer.from(y, 'base64url'),
  ])
  const counter = wrong.counter ?? 0
  const credential = Buffer.concat([Buffer.alloc(16), Buffer.from([0, id.length]), id, cose])
  const data = authenticatorData(
    wrong.host ?? options.rp.id,
    wrong.isUserVerified ?? true,
    counter,
    credential,
  )
  const length = Buffer.alloc(2)
  length.writeUInt16BE(data.length)
  // {"fmt": "none", "attStmt": {}, "authData": data}
  const attestationObject = Buffer.concat([
    Buffer.from('a3', 'hex'),
    Buffer.from('63666d74646e6f6e65', 'hex'),
    Buffer.from('6761747453746d74a0', 'hex'),
    Buffer.from('686175746844617461', 'hex'),
    Buffer.from('59', 'hex'),
    length,
    data,
  ])
  const clientDataJSON = clientData(
    wrong.type ?? 'webauthn.create',
    wrong.challenge ?? options.challenge,
    wrong.origin ?? origin,
  )
  return {
    answer: {
      id: base64url(id),
      rawId: base64url(id),
      type: 'public-key',
      response: {
        clientDataJSON: base64url(clientDataJSON),
        attestationObject: base64url(attestationObject),
        transports: ['internal'],
      },
    },
    passkey: { id: base64url(id), privateKey, userHandle: options.user.id, counter },
  }
}

/** Answers request options as a browser at this origin. */
export function show(passkey: Made, options: any, origin: string, wrong: Wrong = {}): any {
  const counter = wrong.counter ?? (passkey.counter === 0 ? 0 : ++passkey.counter)
  const data = authenticatorData(wrong.host ?? options.rpId, wrong.isUserVerified ?? true, counter)
  const clientDataJSON = clientData(
    wrong.type ?? 'webauthn.get',
    wrong.challenge ?? options.challenge,
    wrong.origin ?? origin,
  )
  const signature = sign('sha256', Buffer.concat([data, sha256(clientDataJSON)]), passkey.privateKey)
  return {
    id: passkey.id,
    rawId: passkey.id,
    type: 'public-key',
    response: {
      clientDataJSON: base64url(clientDataJSON),
      authenticatorData: base64url(data),
      signature: base64url(signature),
      userHandle: wrong.userHandle ?? passkey.userHandle,
    },
  }
}
