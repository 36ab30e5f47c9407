/** It has what the palette does with labels. */
import { Palette, Pencil, Tag, Tags, Trash2 } from 'lucide'
import { colours } from '../../model/colours.ts'
import { colourLabel, haveLabel, removeLabel, toggleLabel } from '../state/label-actions.ts'
import { colourOf, labelsInUse } from '../state/labels.ts'
import { renamingTitle, rowOf } from '../state/focus.ts'
import { openLabelsMenu } from '../state/menus.ts'
import { go, route } from '../state/route.ts'
import { labelWords, type AllWords } from '../words/later-words.ts'
import type { Command } from './command.ts'

export const goToLabels = (): Command[] =>
  labelsInUse.value.map((label) => ({
    id: `go-to-label-${label}`,
    name: `#${label}`,
    about: labelWords.value.label,
    icon: Tag,
    ...(colourOf(label) !== 'none' && { colour: colourOf(label) }),
    run: () => go({ place: { view: 'label', query: label } }),
  }))

/** On the todos that have the keyboard or are selected. */
export function labelsOn(
  ids: readonly string[],
  { later: { labels: word } }: AllWords,
): Omit<Command, 'about'>[] {
  return [
    {
      id: 'labels',
      name: word.edit,
      icon: Tags,
      run: () => openLabelsMenu(ids, rowOf(ids[0] ?? '')),
    },
    ...labelsInUse.value.map((label) => ({
      id: `label-${label}`,
      name: word.has(label, haveLabel(ids, label) === 'all'),
      icon: Tag,
      run: () => void toggleLabel(ids, label),
    })),
  ]
}

/** On the one that is open. */
export function onOpenLabel({ page, later: { labels: word, view } }: AllWords): Command[] {
  const { place } = route.value
  if (place.view !== 'label') return []
  const label = place.query
  const commands: Omit<Command, 'about'>[] = [
    { id: 'rename-label', name: word.rename, icon: Pencil, run: () => void (renamingTitle.value = true) },
    ...colours.map((colour) => ({
      id: `colour-label-${colour}`,
      name: page.pair(view.colour, view.colours[colour]),
      icon: Palette,
      colour,
      run: () => void colourLabel(label, colour),
    })),
    { id: 'delete-label', name: word.remove, icon: Trash2, run: () => removeLabel(label) },
  ]
  return commands.map((command) => ({ ...command, about: `#${label}` }))
}
