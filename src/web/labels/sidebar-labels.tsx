/** The sidebar has the labels that are used most, by name, and all of them where a person asks. */
import { Ellipsis } from 'lucide'
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { IconButton } from '../parts/icon-button.tsx'
import { keyOf } from '../state/keys.ts'
import { byName, colourOf, labelsInUse, openCountOf } from '../state/labels.ts'
import { hrefOf, route } from '../state/route.ts'
import { labelWords, viewWords } from '../words/later-words.ts'
import { language, words } from '../words/words.ts'
import { LabelNameEditor } from './label-name-editor.tsx'
import { openLabelMenu } from './label-menu.ts'

/** There are so many at first. */
const shownMax = 8

export function SidebarLabels(): JSX.Element | null {
  const isWhole = useSignal(false)
  const all = labelsInUse.value
  if (all.length === 0) return null
  const { place } = route.value
  const here = place.view === 'label' ? place.query : undefined
  // Where there is one more, it takes no more room than the button would.
  const shown = isWhole.value || all.length <= shownMax + 1 ? all : all.slice(0, shownMax)
  const isAside = here !== undefined && all.includes(here) && !shown.includes(here)
  const word = labelWords.value
  return (
    <section class="lists sidebar-labels" aria-label={viewWords.value.labels}>
      <header>
        <h2>{viewWords.value.labels}</h2>
      </header>
      <ul>
        {byName(isAside ? [...shown, here] : shown).map((label) => (
          <LabelLink key={label} label={label} isHere={label === here} />
        ))}
      </ul>
      {all.length > shownMax + 1 && (
        <button
          type="button"
          class="place"
          aria-expanded={isWhole.value}
          onClick={() => (isWhole.value = !isWhole.value)}
        >
          {isWhole.value ? word.fewer : word.moreLabels(all.length - shownMax)}
        </button>
      )}
    </section>
  )
}

function LabelLink({ label, isHere }: { label: string; isHere: boolean }): JSX.Element {
  const isRenaming = useSignal(false)
  const rename = () => void (isRenaming.value = true)
  const count = openCountOf(label)
  const hash = (
    <span class="hash" data-colour={colourOf(label)} aria-hidden>
      #
    </span>
  )
  const keys = (event: KeyboardEvent) => {
    if (keyOf(event) !== 'F2') return
    rename()
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <li class="list-link" data-drop-label={label}>
      {isRenaming.value ? (
        <span class="place">
          {hash}
          <LabelNameEditor label={label} onEnd={() => (isRenaming.value = false)} onAgain={rename} />
        </span>
      ) : (
        <a
          href={hrefOf({ place: { view: 'label', query: label } })}
          class="place"
          {...(isHere && { 'aria-current': 'page' as const })}
          onKeyDown={keys}
          onDblClick={rename}
        >
          {hash}
          <bdi class="grows">{label}</bdi>
          {count > 0 && (
            <span class="count">
              {count.toLocaleString(language.value)}
              <span class="unseen"> {words.value.left}</span>
            </span>
          )}
        </a>
      )}
      <IconButton
        icon={Ellipsis}
        label={words.value.listActions(label)}
        onClick={(event) => openLabelMenu(label, event.currentTarget, rename)}
      />
    </li>
  )
}
