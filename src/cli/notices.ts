/** `aiotodo notices` prints the licences of all that the program is made of: they go with it wherever it goes. */
import text from '../../NOTICES.txt' with { type: 'text' }
import { say } from './output.ts'

export const notices = (): void => say(...text.trimEnd().split('\n'))
