/** Reminders are sent to these devices (Web Push); push services know this server by its key. */
import { z } from 'zod'
import type { Subscription } from '../../core/ports/reminder-store.ts'
import type { Caller } from '../../model/access.ts'
import { serverLimits } from '../../model/server-limits.ts'
import { Moment } from '../../model/todo.ts'
import { emptyAnswer, jsonAnswer, noStore } from '../answer.ts'
import type { HttpDeps } from '../deps.ts'
import { momentOf } from './moments.ts'
import { operation, type Operation } from './operation.ts'

const base64url = (length: number) =>
  z
    .string()
    .regex(new RegExp(`^[\\w-]{${length}}=?$`), `is not a key; expected ${length} characters of base64url`)

export const SubscriptionInput = z
  .strictObject({
    endpoint: z.string().max(serverLimits.pushEndpointLengthMax).describe('Of a push service: https.'),
    expirationTime: z.number().nullable().optional(),
    keys: z.strictObject({ p256dh: base64url(87), auth: base64url(22) }),
  })
  .meta({ id: 'PushSubscriptionInput', description: "What a browser's `PushSubscription` is as JSON." })

const SubscriptionInfo = z
  .strictObject({
    id: z.string(),
    name: z.string().describe('The device, as it calls itself.'),
    service: z.string().describe('The host of its push service.'),
    createdAt: Moment,
    isThis: z.boolean().describe('Whether this session made it.'),
  })
  .meta({ id: 'PushSubscription' })

const word = (
  { id, name, endpoint, createdAt, credential }: Subscription,
  caller: Caller,
): z.infer<typeof SubscriptionInfo> => ({
  id,
  name,
  service: URL.parse(endpoint)?.host ?? '',
  createdAt: momentOf(createdAt),
  isThis: credential === (caller.credential?.id ?? null),
})

// A device hears nothing after its session: nothing of the account is given away.
const common = { demand: 'keys', proof: 'none', writes: false, conditional: false } as const

export function subscriptionOperations(deps: HttpDeps): Operation[] {
  return [
    readPushKey(deps),
    listPushSubscriptions(deps),
    createPushSubscription(deps),
    removePushSubscription(deps),
    testPushSubscription(deps),
  ]
}

const readPushKey = ({ subscriptions }: HttpDeps): Operation =>
  operation({
    ...common,
    method: 'get',
    path: '/push/key',
    id: 'readPushKey',
    demand: 'read',
    summary: 'The key by which push services know this server (RFC 8292)',
    answers: {
      200: {
        description: 'The `applicationServerKey`.',
        schema: z.strictObject({ publicKey: z.string().describe('base64url') }),
      },
    },
    handle: async () => jsonAnswer({ publicKey: await subscriptions.publicKey() }, 200, noStore),
  })

const listPushSubscriptions = ({ subscriptions }: HttpDeps): Operation =>
  operation({
    ...common,
    method: 'get',
    path: '/push/subscriptions',
    id: 'listPushSubscriptions',
    summary: "The account's devices that reminders are sent to",
    answers: {
      200: { description: 'The devices.', schema: z.strictObject({ items: z.array(SubscriptionInfo) }) },
    },
    handle: async ({ caller }) =>
      jsonAnswer({ items: (await subscriptions.list(caller)).map((row) => word(row, caller)) }, 200, noStore),
  })

const createPushSubscription = ({ subscriptions }: HttpDeps): Operation =>
  operation({
    ...common,
    method: 'post',
    path: '/push/subscriptions',
    id: 'createPushSubscription',
    summary: 'Send reminders to this device as well, as long as this session lasts',
    body: SubscriptionInput.refine(({ endpoint }) => subscriptions.isEndpoint(endpoint), {
      path: ['endpoint'],
      message: 'is not an address of a push service; expected https, a name, and no port',
    }),
    answers: { 201: { description: 'The device.', schema: SubscriptionInfo } },
    problems: ['too_many_subscriptions'],
    async handle({ caller, body: { endpoint, keys }, headers }) {
      const name = (headers.get('user-agent') ?? '').slice(0, 255)
      return jsonAnswer(
        word(await subscriptions.add(caller, { endpoint, ...keys }, name), caller),
        201,
        noStore,
      )
    },
  })

const removePushSubscription = ({ subscriptions }: HttpDeps): Operation =>
  operation({
    ...common,
    method: 'delete',
    path: '/push/subscriptions/{id}',
    id: 'removePushSubscription',
    summary: 'Send no more reminders to a device',
    answers: { 204: { description: 'Nothing is sent to it any more.' } },
    problems: ['subscription_not_found'],
    async handle({ caller, id }) {
      await subscriptions.remove(caller, id)
      return emptyAnswer(204)
    },
  })

const testPushSubscription = ({ subscriptions }: HttpDeps): Operation =>
  operation({
    ...common,
    method: 'post',
    path: '/push/subscriptions/{id}/test',
    id: 'testPushSubscription',
    summary: 'Send a message to a device now, to see whether it comes',
    answers: { 204: { description: 'The push service has it.' } },
    problems: ['subscription_not_found', 'push_failed', 'too_many_requests'],
    async handle({ caller, id }) {
      await subscriptions.test(caller, id)
      return emptyAnswer(204)
    },
  })
