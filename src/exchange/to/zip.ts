/** Texts as the files of a zip, packed while they are made. The files have no time of their own, so that equal contents are equal zips. */
import { Zip, ZipDeflate } from 'fflate'

const mtime = new Date(1980, 0, 1)

export async function* zipped(
  files: readonly (readonly [name: string, text: AsyncIterable<string>])[],
): AsyncGenerator<Uint8Array> {
  let ready: Uint8Array[] = []
  let failure: Error | undefined
  const zip = new Zip((error, chunk) => {
    if (error) failure = error
    else ready.push(chunk)
  })
  const encoder = new TextEncoder()
  for (const [name, texts] of files) {
    const file = new ZipDeflate(name, { level: 6 })
    file.mtime = mtime
    zip.add(file)
    for await (const text of texts) {
      file.push(encoder.encode(text))
      yield* ready
      ready = []
    }
    file.push(new Uint8Array(), true)
  }
  zip.end()
  yield* ready
  if (failure) throw failure as Error
}
