/** The first list says three things while nothing was ever written, and then never again. */
import { Import, PenLine, SquareSlash } from 'lucide'
import type { IconNode } from 'lucide'
import type { ComponentChildren, JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { Icon } from '../parts/icon.tsx'
import { settings } from '../state/account-settings.ts'
import { chooseSettings } from '../state/choose-settings.ts'
import { setDraft } from '../state/drafts.ts'
import { keyText } from '../state/keys.ts'
import { isCoarse } from '../state/layout.ts'
import { openDialog } from '../state/overlays.ts'
import { loadQuickAdd } from '../state/quick-add.ts'
import { hrefOf } from '../state/route.ts'
import { allTodos, replica } from '../state/todos.ts'
import { settingWords } from '../words/later-words.ts'
import { words } from '../words/words.ts'

/** Without the server it is said again another time. */
const teach = (): void => void chooseSettings({ isTaught: true }).catch(() => {})

export function FirstSteps({ list }: { list: string }): JSX.Element {
  useEffect(
    () => () => {
      // Whoever has written something knows how.
      if (allTodos.peek().length > 0) teach()
    },
    [],
  )
  const isNew = allTodos.value.length === 0 && replica().todos({ list, deleted: true }).length === 0
  if (settings.value.isTaught || !isNew)
    return (
      <div class="nothing">
        <p>{words.value.emptyList}</p>
      </div>
    )
  const word = settingWords.value
  return (
    <section class="first-steps" aria-labelledby="first-steps">
      <h2 id="first-steps">{word.welcome}</h2>
      <ol>
        <Step icon={PenLine} name={word.write} hint={word.writeHint}>
          <button type="button" class="link-button" onClick={() => writeExample(list, word.writeExample)}>
            {word.writeExample}
          </button>
        </Step>
        <Step icon={SquareSlash} name={word.keys} hint={word.keysHint}>
          <button type="button" class="link-button" onClick={() => openDialog({ kind: 'palette' })}>
            {word.openPalette}
            {!isCoarse.value && <kbd>{keyText('Mod+k')}</kbd>}
          </button>
        </Step>
        <Step icon={Import} name={word.bring} hint={word.bringHint}>
          <a class="link-button" href={`${hrefOf({ place: { view: 'settings' } })}#files`}>
            {word.bringFile}
          </a>
        </Step>
      </ol>
      <button type="button" class="quiet-button" onClick={teach}>
        {word.gotIt}
      </button>
    </section>
  )
}

interface StepProps {
  icon: IconNode
  name: string
  hint: string
  children: ComponentChildren
}

const Step = ({ icon, name, hint, children }: StepProps): JSX.Element => (
  <li>
    <Icon of={icon} />
    <div>
      <h3>{name}</h3>
      <p>{hint}</p>
      {children}
    </div>
  </li>
)

/** It stands in the field, where what is understood of it can be seen, and Enter adds it. */
function writeExample(list: string, text: string): void {
  void loadQuickAdd()
  setDraft(`${list} add`, { text, base: '' })
  const field = document.querySelector<HTMLTextAreaElement>('.add-field textarea')
  field?.focus()
  requestAnimationFrame(() => field?.setSelectionRange(text.length, text.length))
}
