/** Part of the table in server-errors.ts: the devices that reminders are sent to. */
import type { ErrorRow } from './error-table.ts'

export const pushErrors = {
  subscription_not_found: {
    status: 404,
    title: 'This device is not subscribed',
    fix: 'It may have been removed; switch reminders on for it anew.',
  },
  too_many_subscriptions: {
    status: 409,
    title: 'The account has as many subscribed devices as there can be',
    fix: 'Switch reminders off on another device: DELETE /api/v1/push/subscriptions/{id}.',
  },
  push_failed: {
    status: 502,
    title: 'The push service did not take the message',
    fix: 'Try again in a moment; if it stays, switch reminders off and on again on this device.',
  },
} as const satisfies Record<string, ErrorRow>
