/** The settings of an account hold for all its lists and devices, so they are read from and kept on the server. */
import { jsonOf } from '../client/client.ts'
import type { DefaultReminders } from '../model/default-reminders.ts'
import { AppError } from '../model/errors.ts'
import { isTrigger } from '../model/reminder.ts'
import { withClient, type ServerArguments } from './connect.ts'
import { say, sayJson, type OutputArguments } from './output.ts'

interface SettingsArguments extends ServerArguments, OutputArguments {
  zone?: string
  remindTimed?: string
  remindDay?: string
}

interface Settings {
  zone: string | null
  defaultReminders: DefaultReminders
}

export const settings = (args: SettingsArguments): Promise<void> =>
  withClient(args, async (client) => {
    const body = changesOf(args)
    const method = Object.keys(body).length > 0 ? 'PATCH' : 'GET'
    const options = method === 'PATCH' ? { body } : {}
    const account = await jsonOf<Settings>(await client.request(method, 'api/v1/account', options))
    const { zone, defaultReminders } = account
    if (args.json) return sayJson({ zone, defaultReminders })
    say(
      `Time zone: ${zone ?? 'none (UTC)'}`,
      `Reminder of what is due at a time: ${defaultReminders.timed ?? 'none'}`,
      `Reminder of what is due on a day: ${defaultReminders.day ?? 'none'}`,
    )
  })

function changesOf({ zone, remindTimed, remindDay }: SettingsArguments): object {
  const reminders = {
    ...(remindTimed !== undefined && { timed: triggerOf('--remind-timed', remindTimed) }),
    ...(remindDay !== undefined && { day: triggerOf('--remind-day', timeOfDay(remindDay)) }),
  }
  return {
    ...(zone !== undefined && { zone: zone === 'none' ? null : zone }),
    ...(Object.keys(reminders).length > 0 && { defaultReminders: reminders }),
  }
}

/** A reminder of a day counts from its beginning, so an hour such as 9:00 is the trigger `PT9H`. */
function timeOfDay(text: string): string {
  const [, hours, minutes] = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(text) ?? []
  return hours === undefined ? text : `PT${Number(hours)}H${minutes === '00' ? '' : `${Number(minutes)}M`}`
}

function triggerOf(option: string, text: string): string | null {
  if (text === 'none') return null
  if (isTrigger(text)) return text
  const detail = `${option} is ${JSON.stringify(text.slice(0, 40))}; expected -PT30M, PT0S${option === '--remind-day' ? ', 9:00' : ''} or none.`
  throw new AppError('bad_argument', { detail })
}
