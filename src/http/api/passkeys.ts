/** Passkeys: making and keeping them, and signing in with one. */
import { z } from 'zod'
import type { PasskeyRow } from '../../core/factor-store.ts'
import { limits } from '../../model/limits.ts'
import { shortText } from '../../model/text.ts'
import { Moment } from '../../model/todo.ts'
import { emptyAnswer, jsonAnswer, unkept } from '../answer.ts'
import type { HttpDeps } from '../deps.ts'
import { momentOf, momentOrNull } from './moments.ts'
import { byOf } from './by.ts'
import { operation, type Operation } from './operation.ts'
import { base64url, credentialId, credentialRest, Proof, proofProblems, prove, siteOf } from './proof.ts'

const Name = shortText(limits.accountNameLengthMax).describe('What its owner calls it.')
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

export function passkeyOperations(deps: HttpDeps): Operation[] {
  const { passkeys } = deps
  const common = { writes: false, conditional: false, demand: 'keys', ofAccounts: true } as const
  return [
    operation({
      ...common,
      method: 'get',
      path: '/account/passkeys',
      id: 'listPasskeys',
      summary: "The account's passkeys",
      answers: { 200: { description: 'The passkeys.', schema: z.strictObject({ items: z.array(Passkey) }) } },
      handle: async ({ caller }) =>
        jsonAnswer({ items: (await passkeys.list(caller.id)).map(wordPasskey) }, 200, unkept),
    }),
    operation({
      ...common,
      method: 'post',
      path: '/account/passkeys/options',
      id: 'passkeyOptions',
      summary: 'What a browser needs to make a passkey',
      body: Proof,
      answers: { 200: { description: 'Good for five minutes, and once.', schema: CreationOptions } },
      problems: [...proofProblems, 'too_many_keys'],
      async handle(request) {
        await prove(deps, request)
        return jsonAnswer(await passkeys.creation(request.caller, siteOf(request.visit)), 200, unkept)
      },
    }),
    operation({
      ...common,
      method: 'post',
      path: '/account/passkeys',
      id: 'addPasskey',
      summary: 'Add the passkey that the browser made',
      body: NewPasskey,
      answers: { 201: { description: 'The passkey.', schema: Passkey } },
      problems: ['passkey_refused', 'too_many_keys', 'local_mode'],
      async handle(request) {
        const { name, passkey } = request.body
        const site = siteOf(request.visit)
        const row = await passkeys.add(request.caller, name, passkey, site, byOf(request))
        return jsonAnswer(wordPasskey(row), 201, unkept)
      },
    }),
    operation({
      ...common,
      method: 'patch',
      path: '/account/passkeys/{id}',
      id: 'renamePasskey',
      summary: 'Rename a passkey',
      body: z.strictObject({ name: Name }),
      answers: { 200: { description: 'The passkey.', schema: Passkey } },
      problems: ['key_not_found', 'local_mode'],
      async handle(request) {
        const row = await passkeys.rename(request.caller.id, request.id, request.body.name, byOf(request))
        return jsonAnswer(wordPasskey(row), 200, unkept)
      },
    }),
    operation({
      ...common,
      method: 'post',
      path: '/account/passkeys/{id}/remove',
      id: 'removePasskey',
      summary: 'Remove a passkey: it opens nothing any more',
      body: Proof,
      answers: { 204: { description: 'It is gone.' } },
      problems: [...proofProblems, 'key_not_found', 'last_way_in'],
      async handle(request) {
        await prove(deps, request)
        await passkeys.remove(request.caller.id, request.id, byOf(request))
        return emptyAnswer(204)
      },
    }),
  ]
}
