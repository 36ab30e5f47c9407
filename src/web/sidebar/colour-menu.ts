/** The colours, to choose one of. */
import { colours } from '../../model/colours.ts'
import { openMenu, type Menu } from '../state/overlays.ts'
import { words } from '../words/words.ts'

type Colour = (typeof colours)[number]

export function openColourMenu(at: Menu['at'], chosen: Colour, choose: (colour: Colour) => void): void {
  openMenu(
    words.value.colour,
    at,
    colours.map((colour) => ({
      name: words.value.colours[colour],
      colour,
      isChosen: chosen === colour,
      run: () => choose(colour),
    })),
  )
}
