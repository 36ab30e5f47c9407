/** Clients that leave a server waiting (SPEC.md, Y14). */
import { expect, test } from 'bun:test'
import { closeCodes } from '../../src/model/close-codes.ts'
import { createApp } from '../support/app.ts'
import { listen, openByHand, Plain } from '../support/sockets.ts'

const uuid = () => Bun.randomUUIDv7()

test('[Y14] a socket that says nothing is closed, and one that sends a byte now and then holds up nobody', async () => {
  const app = await createApp({ database: { engine: 'sqlite', path: undefined } })
  await using server = listen(app)
  const slow = await openByHand(Number(new URL(server.url).port))
  slow.write(Buffer.from([0x81]))
  let received = Buffer.alloc(0)
  slow.on('data', (data: Buffer) => (received = Buffer.concat([received, data])))
  const closed = new Promise((resolve) => slow.once('close', resolve))
  const { plain } = await Plain.greeted(server.url)
  using _ = plain
  const [outcome] = await plain.push([{ type: 'createTodo', id: uuid(), todo: { name: uuid() } }])
  expect(outcome.accepted).toBe(true)
  await closed
  // A beat may come before; frames of the server are not masked, and these are short (RFC 6455, 5.2).
  while (received[0] === 0x81) received = received.subarray(2 + (received[1] ?? 0))
  // A frame that closes (5.5.1) begins with 0x88 and its length; then comes the code.
  expect([received[0], received.readUInt16BE(2)]).toEqual([0x88, closeCodes.silent.code])
  await app.close()
})
