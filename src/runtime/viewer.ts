/**
 * The reader of the API's description that /api/v1/docs shows: Swagger UI's own files, from this package or, in the single
 * executable, from inside it.
 */
import style from 'swagger-ui-dist/swagger-ui.css' with { type: 'file' }
import script from 'swagger-ui-dist/swagger-ui-bundle.js' with { type: 'file' }
import type { Viewer } from '../http/deps.ts'

/** Read and compressed when it is first asked for: on most servers nobody does. */
export async function readViewer(): Promise<Viewer> {
  const { gzip } = await import('node:zlib')
  const read = async (path: string) => {
    const bytes = await Bun.file(path).bytes()
    return new Promise<Uint8Array<ArrayBuffer>>((resolve, reject) =>
      gzip(bytes, (error, packed) => (error ? reject(error) : resolve(new Uint8Array(packed)))),
    )
  }
  return { script: await read(script), style: await read(style) }
}
