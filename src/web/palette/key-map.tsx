/** The map of all keys. */
import type { JSX } from 'preact'
import { Dialog } from '../parts/dialog.tsx'
import { keyGroups, keyText, type KeyName } from '../state/keys.ts'
import { words } from '../words/words.ts'

export function KeyMap(): JSX.Element {
  return (
    <Dialog label={words.value.keyboard} class="key-map">
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
    <section aria-label={words.value.keyGroups[name]}>
      <h3>{words.value.keyGroups[name]}</h3>
      <dl>
        {keys.map(([action, texts]) => (
          <div key={action}>
            <dt>{words.value.keys[action]}</dt>
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
