/** The colours, to choose one of. */
import { colours } from '../../model/colours.ts'
import { openMenu, type Menu } from '../state/overlays.ts'
import { viewWords } from '../words/later-words.ts'

type Colour = (typeof colours)[number]

export function openColourMenu(at: Menu['at'], chosen: Colour, choose: (colour: Colour) => void): void {
  openMenu(
    viewWords.value.colour,
    at,
    colours.map((colour) => ({
      name: viewWords.value.colours[colour],
      colour,
      isChosen: chosen === colour,
      run: () => choose(colour),
    })),
  )
}
