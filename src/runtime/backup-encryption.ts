/**
 * Encrypts backups in the format of age (https://age-encryption.org/v1), so that they can be opened by its own program
 * too. The library is loaded only where it is asked for.
 */
import { createWriteStream, readFileSync } from 'node:fs'
import { Writable } from 'node:stream'
import { AppError } from '../model/errors.ts'

const header = 'age-encryption.org/v1'

/** @param recipients - public keys such as `age1…`, with commas @throws AppError `bad_argument` */
export async function readRecipients(recipients: string): Promise<string[]> {
  const { Encrypter } = await import('age-encryption')
  const each = recipients
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean)
  for (const one of each) {
    try {
      new Encrypter().addRecipient(one)
    } catch {
      throw new AppError('bad_argument', {
        detail: `"${one}" is no public key of age; expected one such as age1…, as "age-keygen" or "aiotodo backup-key" prints it.`,
      })
    }
  }
  return each
}

export async function encryptFile(from: string, to: string, recipients: readonly string[]): Promise<void> {
  const { Encrypter } = await import('age-encryption')
  const encrypter = new Encrypter()
  for (const one of recipients) encrypter.addRecipient(one)
  await written(await encrypter.encrypt(Bun.file(from).stream()), to)
}

export async function isEncrypted(file: string): Promise<boolean> {
  return (await Bun.file(file).slice(0, header.length).text()) === header
}

/**
 * @param keyFile - lines such as `AGE-SECRET-KEY-1…`; others that begin with # are comments
 * @throws AppError `bad_backup` where the key is not its own, or it was cut or changed
 */
export async function decryptFile(from: string, to: string, keyFile: string, shown: string): Promise<void> {
  const { Decrypter } = await import('age-encryption')
  const decrypter = new Decrypter()
  try {
    for (const line of readFileSync(keyFile, 'utf8').split('\n'))
      if (line.trim() !== '' && !line.startsWith('#')) decrypter.addIdentity(line.trim())
  } catch (error) {
    throw new AppError('bad_argument', {
      detail: `${keyFile} is no file of keys of age: ${(error as Error).message}.`,
      cause: error,
    })
  }
  let opened: ReadableStream<Uint8Array>
  try {
    opened = await decrypter.decrypt(Bun.file(from).stream())
  } catch (error) {
    throw new AppError('bad_backup', {
      detail: `${shown} is encrypted for another key than that of ${keyFile}, or is damaged.`,
      cause: error,
    })
  }
  try {
    await written(opened, to)
  } catch (error) {
    if ((error as { code?: string }).code) throw error
    throw new AppError('bad_backup', { detail: `${shown} was cut or changed.`, cause: error })
  }
}

/** Makes a new pair of keys, in the words of age's own program. */
export async function newKeyPair(now: Date): Promise<{ file: string; recipient: string }> {
  const { generateX25519Identity, identityToRecipient } = await import('age-encryption')
  const identity = await generateX25519Identity()
  const recipient = await identityToRecipient(identity)
  return { file: `# created: ${now.toISOString()}\n# public key: ${recipient}\n${identity}\n`, recipient }
}

const written = (from: ReadableStream<Uint8Array>, to: string): Promise<void> =>
  from.pipeTo(Writable.toWeb(createWriteStream(to, { mode: 0o600 })) as WritableStream<Uint8Array>)
