/** The map of all keys. */
import type { JSX } from 'preact'
import { Dialog } from '../parts/dialog.tsx'
import { keyGroups, keyText, type KeyName } from '../state/keys.ts'
import { viewWords } from '../words/later-words.ts'

export function KeyMap(): JSX.Element {
  return (
    <Dialog label={viewWords.value.keyboard} class="key-map">
      <div class="groups">
        <Group name="anywhere" />
        <Group name="list" />
      </div>
    </Dialog>
  )
}

function Group({ name }: { name: keyof typeof keyGroups }): JSX.Element {
  const keys = Object.entries(keyGroups[name]) as [KeyName, readonly string[]][]
  return (
    <section aria-label={viewWords.value.keyGroups[name]}>
      <h3>{viewWords.value.keyGroups[name]}</h3>
      <dl>
        {keys.map(([action, texts]) => (
          <div key={action}>
            <dt>{viewWords.value.keys[action]}</dt>
            <dd>
              {texts.map((text) => (
                <kbd key={text}>{keyText(text)}</kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
