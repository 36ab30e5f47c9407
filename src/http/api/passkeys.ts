/** This file has the operations that make, keep and remove passkeys. */
import { z } from 'zod'
import type { PasskeyRow } from '../../core/ports/factor-store.ts'
import { limits } from '../../model/limits.ts'
import { rightName } from '../../model/right-name.ts'
import { nameText } from '../../model/text.ts'
import { Moment } from '../../model/todo.ts'
import { emptyAnswer, jsonAnswer, noStore } from '../answer.ts'
import type { HttpDeps } from '../deps.ts'
import { momentOf, momentOrNull } from './moments.ts'
import { operation, type Operation } from './operation.ts'
import { base64url, credentialId, credentialRest, Proof, siteOf } from './proof.ts'

const Name = nameText(limits.accountNameLengthMax).overwrite(rightName).describe('What its owner calls it.')
const Passkey = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    site: z.string().describe('The name of the host that it was made at, and works at.'),
    createdAt: Moment,
    usedAt: Moment.nullable(),
  })
  .meta({ id: 'Passkey' })
const NewPasskey = z
  .strictObject({
    name: Name,
    passkey: z
      .strictObject({
        id: credentialId,
        response: z.strictObject({
          clientDataJSON: base64url(4_000),
          attestationObject: base64url(40_000),
          transports: z.array(z.string().max(40)).max(10).optional(),
          authenticatorData: z.string().max(8_000).optional(),
          publicKey: z.string().max(8_000).optional(),
          publicKeyAlgorithm: z.int().optional(),
        }),
        ...credentialRest,
      })
      .describe('What the browser answers, as RegistrationResponseJSON of WebAuthn level 3.'),
  })
  .meta({ id: 'NewPasskey' })
const CreationOptions = z
  .looseObject({ challenge: z.string() })
  .meta({ id: 'PasskeyCreationOptions', description: 'PublicKeyCredentialCreationOptionsJSON.' })

const wordPasskey = ({ id, name, site, createdAt, usedAt }: PasskeyRow): z.infer<typeof Passkey> => ({
  id,
  name,
  site,
  createdAt: momentOf(createdAt),
  usedAt: momentOrNull(usedAt),
})

const common = { writes: false, conditional: false, demand: 'keys', ofAccounts: true } as const

export function passkeyOperations(deps: HttpDeps): Operation[] {
  return [
    listPasskeys(deps),
    passkeyOptions(deps),
    addPasskey(deps),
    renamePasskey(deps),
    removePasskey(deps),
  ]
}

const listPasskeys = ({ passkeys }: HttpDeps): Operation =>
  operation({
    ...common,
    method: 'get',
    path: '/account/passkeys',
    id: 'listPasskeys',
    summary: "The account's passkeys",
    answers: { 200: { description: 'The passkeys.', schema: z.strictObject({ items: z.array(Passkey) }) } },
    handle: async ({ caller }) =>
      jsonAnswer({ items: (await passkeys.list(caller.id)).map(wordPasskey) }, 200, noStore),
  })

const passkeyOptions = ({ passkeys }: HttpDeps): Operation =>
  operation({
    ...common,
    method: 'post',
    path: '/account/passkeys/options',
    id: 'passkeyOptions',
    summary: 'What a browser needs to make a passkey',
    proof: 'shown',
    body: Proof,
    answers: { 200: { description: 'Good for five minutes, and once.', schema: CreationOptions } },
    problems: ['too_many_keys'],
    handle: async ({ caller, visit }) =>
      jsonAnswer(await passkeys.creation(caller, siteOf(visit)), 200, noStore),
  })

const addPasskey = ({ passkeys }: HttpDeps): Operation =>
  operation({
    ...common,
    method: 'post',
    path: '/account/passkeys',
    id: 'addPasskey',
    summary: 'Add the passkey that the browser made',
    // Its challenge was made for this session, which had shown a proof for it.
    proof: 'none',
    body: NewPasskey,
    answers: { 201: { description: 'The passkey.', schema: Passkey } },
    problems: ['passkey_refused', 'too_many_keys', 'local_mode'],
    async handle({ caller, body: { name, passkey }, visit, actor }) {
      const row = await passkeys.add(caller, name, passkey, siteOf(visit), actor)
      return jsonAnswer(wordPasskey(row), 201, noStore)
    },
  })

const renamePasskey = ({ passkeys }: HttpDeps): Operation =>
  operation({
    ...common,
    method: 'patch',
    path: '/account/passkeys/{id}',
    id: 'renamePasskey',
    summary: 'Rename a passkey',
    proof: 'none',
    body: z.strictObject({ name: Name }),
    answers: { 200: { description: 'The passkey.', schema: Passkey } },
    problems: ['key_not_found', 'local_mode'],
    async handle({ caller, id, body, actor }) {
      const row = await passkeys.rename(caller.id, id, body.name, actor)
      return jsonAnswer(wordPasskey(row), 200, noStore)
    },
  })

const removePasskey = ({ passkeys }: HttpDeps): Operation =>
  operation({
    ...common,
    method: 'post',
    path: '/account/passkeys/{id}/remove',
    id: 'removePasskey',
    summary: 'Remove a passkey: it opens nothing any more',
    proof: 'shown',
    body: Proof,
    answers: { 204: { description: 'It is gone.' } },
    problems: ['key_not_found', 'last_way_in'],
    async handle({ caller, id, actor }) {
      await passkeys.remove(caller.id, id, actor)
      return emptyAnswer(204)
    },
  })
