/** Why a request is not let in, whoever it is of: part of the table in server-errors.ts. */
import type { ErrorRow } from './error-table.ts'

export const doorErrors = {
  host_not_local: {
    status: 403,
    title: 'This server answers this computer only',
    fix: 'Use http://localhost or http://127.0.0.1, with the port the server printed.',
  },
  forwarded: {
    status: 403,
    title: 'This server answers this computer only, and not through a proxy',
    fix: 'Make accounts; or, where nobody else reaches the proxy, name it by --trust-proxy.',
  },
  origin_not_allowed: {
    status: 403,
    title: 'Another web site may not change todos here',
    fix: 'Send the request from a page of this server, or from a program that sends no Origin.',
  },
} as const satisfies Record<string, ErrorRow>
