/** Which passwords are too well known to keep anyone out. */
import { AppError } from './errors.ts'
import { limits } from './limits.ts'

/**
 * What people choose, in one word or a few; digits and signs before, behind and in place of letters make it no better.
 */
const common = new Set(
  `password passwords passwort motdepasse contrasena contraseña wachtwoord parola senha secret secrets topsecret letmein letmeinnow
  welcome welcomehome administrator administrateur admin adminadmin root rootroot superuser superman batman spiderman ironman
  starwars pokemon minecraft fortnite football baseball basketball softball hockey soccer liverpool chelsea arsenal barcelona
  realmadrid juventus manchester manchesterunited princess sunshine iloveyou iloveyousomuch iloveu loveyou lovelove mylove forever
  trustno trustnoone whatever dragon monkey shadow master michael jennifer jessica charlie jordan michelle daniel thomas
  computer internet changeme changemenow changeit default defaultpassword guest test testtest testing testpassword temporary
  qwerty qwertyuiop qwertyqwerty qwertz qwertzuiop azerty azertyuiop asdfghjkl asdfasdf asdfghjklzxcvbnm zxcvbnm zxcvbnmasdfghjkl
  qazwsx qazwsxedc qazwsxedcrfv qweasd qweasdzxc qweasdyxc poiuytrewq mnbvcxz lkjhgfdsa abcdef abcdefg abcdefgh abcdefghi abcdefghij
  abcabc aaaaaa google facebook samsung microsoft windows apple android linkedin twitter youtube instagram todo todos todolist
  aiotodo mypassword mypass mysecret yourpassword thepassword passwordpassword passphrase passcode pass passpass login loginlogin
  hello helloworld hellohello sommer winter summer spring autumn fruhling freedom killer hunter hunterhunter buster cookie cheese
  chocolate banana butterfly flower flowers angel angels babygirl beautiful blink bubbles camaro ferrari mercedes porsche mustang
  corvette harley yamaha honda toyota diamond eminem metallica nirvana slipknot rockyou matrix gandalf phoenix ranger tigger
  snoopy pepper ginger maggie bailey cooper jasper sophie oliver nicole ashley amanda andrea joshua matthew andrew robert
  qwert nothing something unknown nopassword nopasswordhere correcthorsebatterystaple access accesscontrol security secure
  january february march april may june july august september october november december monday tuesday wednesday thursday
  friday saturday sunday`
    .split(/\s+/)
    .filter((word) => word !== ''),
)

const letters: Record<string, string> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
}

const plain = (text: string): string => text.replaceAll(/[013457@$!]/g, (sign) => letters[sign] ?? sign)

/** @throws AppError `bad_request` when it is too short, too long, too common, or the account's name */
export function checkPassword(password: string, accountName: string): void {
  const wrong = whatIsWrong(password, accountName)
  if (wrong) throw new AppError('bad_request', { errors: [{ pointer: '/password', detail: wrong }] })
}

function whatIsWrong(password: string, accountName: string): string | undefined {
  const { passwordLengthMin: min, passwordLengthMax: max } = limits
  if (password.length < min) return `is too short; expected at least ${min} characters`
  if (password.length > max) return `is too long; expected at most ${max} characters`
  const text = password.normalize('NFKC').toLowerCase()
  if (new Set(text).size < 5 || isSequence(text))
    return 'is too regular; expected one that can not be guessed'
  const word = text.replaceAll(/^[^\p{L}]+|[^\p{L}]+$/gu, '')
  const forms = [text, plain(word), plain(text)].map((form) => form.replaceAll(/[^\p{L}]/gu, ''))
  if (forms.some((form) => common.has(form) || common.has(halfOf(form))))
    return 'is one of the most common ones; expected one that can not be guessed'
  const name = accountName.replaceAll(/[^\p{L}]/gu, '')
  return name.length > 2 && forms.some((form) => form === name || form === name + name)
    ? 'is the name of the account; expected one that can not be guessed'
    : undefined
}

/** Each character is the one after, or before, the one before it: 1234567890, 0987654321. */
function isSequence(text: string): boolean {
  const steps = new Set<number>()
  for (let at = 1; at < text.length; at++)
    steps.add((text.charCodeAt(at) - text.charCodeAt(at - 1) + 10) % 10)
  return steps.size === 1
}

/** Of a word that is written twice, the word. */
function halfOf(text: string): string {
  const half = text.slice(0, text.length / 2)
  return half + half === text ? half : text
}
