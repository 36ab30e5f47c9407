/** Says why something is not done, by the code of the error and its parameters. */
import { problemWord } from './problem-word.ts'
import { laterIfLoaded, loadLaterWords, words } from './words.ts'

/** Says why a change is not taken. Until the words of that are loaded, it says only that it is not. */
export function refusalText(code: string, params?: object): string {
  const later = laterIfLoaded.value
  if (!later) loadLaterWords().catch(() => {})
  else
    return (
      problemWord({ ...later.problems, ...later.refusals }, code, params) ??
      (later.problems.internal as string)
    )
  return words.value.notTaken
}

/** Says it once the words are there; where they can not be loaded, it says less. */
export async function tellRefusal(
  code: string,
  params: object | undefined,
  tell: (text: string) => void,
): Promise<void> {
  await loadLaterWords().catch(() => {})
  tell(refusalText(code, params))
}
