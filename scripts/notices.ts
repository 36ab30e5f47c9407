/** `npm run notices`: writes NOTICES.txt, the licences of all that the program is made of. */
import { join } from 'node:path'

const root = join(import.meta.dir, '..')

export const noticesFile: string = join(root, 'NOTICES.txt')

interface Package {
  name: string
  version: string
  licence: string
  text: string
}

interface Locked {
  version: string
  license?: string
  dev?: boolean
}

/** What `package-lock.json` names and a user gets; without the runtime, which has a text of its own. */
async function packages(): Promise<Package[]> {
  const lock = (await Bun.file(join(root, 'package-lock.json')).json()) as {
    packages: Record<string, Locked>
  }
  const all = Object.entries(lock.packages).filter(
    ([path, { dev }]) => path !== '' && !dev && !/node_modules\/(bun|@oven\/.*)$/.test(path),
  )
  return Promise.all(
    all.map(async ([path, { version, license = 'no licence is named' }]) => ({
      name: path.replace(/^.*node_modules\//, ''),
      version,
      licence: license,
      text: await textOf(join(root, path)),
    })),
  )
}

/** The texts that a package has beside its code; where it has none, who made it. */
async function textOf(folder: string): Promise<string> {
  const names = [...new Bun.Glob('{LICENSE,LICENCE,COPYING,NOTICE,license}*').scanSync(folder)].toSorted()
  const texts = await Promise.all(names.map((name) => Bun.file(join(folder, name)).text()))
  if (texts.length > 0) return texts.map((text) => text.replaceAll('\r\n', '\n').trim()).join('\n\n')
  const { author } = (await Bun.file(join(folder, 'package.json')).json()) as {
    author?: string | { name: string }
  }
  return `Its package has no text of its licence. It is by ${typeof author === 'object' ? author.name : (author ?? 'its contributors')}.`
}

/** Packages with the same text stand together, so that it is told once. */
export async function notices(): Promise<string> {
  const [own, runtime] = await Promise.all(
    ['LICENSE', 'scripts/runtime-notice.txt'].map((name) => Bun.file(join(root, name)).text()),
  )
  const byText = Map.groupBy(await packages(), ({ text }) => text)
  const parts = [...byText].map(([text, of]) => {
    const names = of.map(({ name, version, licence }) => `${name} ${version} (${licence})`).toSorted()
    return `${names.join('\n')}\n\n${text}`
  })
  return `${[`aiotodo\n\n${own?.trim()}`, runtime?.trim(), ...parts.toSorted()].join(`\n\n${'-'.repeat(80)}\n\n`)}\n`
}

if (import.meta.main) await Bun.write(noticesFile, await notices())
