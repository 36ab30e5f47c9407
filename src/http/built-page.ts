/** The page as scripts/build-page.ts makes it. */

export interface BuiltPage {
  /** Differs whenever a file does. */
  version: string
  /** Of what it was made. */
  sources: string
  /** By their addresses below the page's, such as `assets/index-1a2b.js`. */
  files: Record<string, BuiltFile>
}

export interface BuiltFile {
  type: string
  /** Of what is in it. */
  hash: string
  /** Each form in base64; a picture has but one. */
  forms: Partial<Record<Form, string>> & { identity: string }
}

export type Form = (typeof compressed)[number] | 'identity'
export const compressed = ['br', 'gzip'] as const
