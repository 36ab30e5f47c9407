/** What a person is told of a request about accounts that failed. */
import { accountWords, problemText } from '../words/later-words.ts'
import { Trouble } from './account-api.ts'

export function troubleText(error: unknown): string {
  const { problems, waitLonger } = accountWords.value
  if (!(error instanceof Trouble)) return problems.internal
  if (error.code === 'too_many_requests') return waitLonger(error.waitS)
  return problemText(error.code, error.params)
}
