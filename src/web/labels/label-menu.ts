/** It has the menu of a label. */
import { Palette, Pencil, Trash2 } from 'lucide'
import { openColourMenu } from '../parts/colour-menu.ts'
import { colourLabel, removeLabel } from '../state/label-actions.ts'
import { colourOf } from '../state/labels.ts'
import { openMenu, type Menu } from '../state/overlays.ts'
import { labelWords, viewWords } from '../words/later-words.ts'
import { words } from '../words/words.ts'

/** @param rename - begins to change its name, where it was opened */
export function openLabelMenu(label: string, at: Menu['at'], rename: () => void): void {
  const word = labelWords.value
  openMenu(words.value.listActions(label), at, [
    { name: word.rename, icon: Pencil, run: rename, keys: 'F2' },
    {
      name: viewWords.value.asksMore(viewWords.value.colour),
      icon: Palette,
      run: () => openColourMenu(at, colourOf(label), (colour) => colourLabel(label, colour)),
    },
    { name: word.remove, icon: Trash2, tone: 'danger', run: () => removeLabel(label) },
  ])
}
