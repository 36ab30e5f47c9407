/** What is wrong with a name and a password, in words; the server's rules are the same, and a few more. */
import { limits } from '../../model/limits.ts'
import type { Trouble } from '../state/account-api.ts'
import { troubleText } from '../state/trouble-text.ts'
import { accountWords } from '../words/later-words.ts'
import type { Errors } from '../parts/form.tsx'

export function checkNew(name: string | undefined, password: string): Errors {
  const { nameEmpty, passwordShort } = accountWords.value
  const isShort = password.length < limits.passwordLengthMin
  return {
    ...(name === '' && { name: nameEmpty }),
    ...(isShort && { password: passwordShort(limits.passwordLengthMin) }),
  }
}

/** What only the server knows: which names are taken, and which passwords are well known. */
export function explainNew(trouble: Trouble): Errors {
  const { nameWrong, passwordCommon } = accountWords.value
  if (trouble.code.startsWith('account_name_')) return { name: troubleText(trouble) }
  const isOf = (field: string) => trouble.code === 'bad_request' && trouble.fields.includes(field)
  return {
    ...(isOf('name') && { name: nameWrong }),
    ...(isOf('password') && { password: passwordCommon }),
    ...(!isOf('name') && !isOf('password') && { '': troubleText(trouble) }),
  }
}
