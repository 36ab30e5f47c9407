/** Has the strings about the reminders of this device, in English. */
export const reminders = {
  reminders: 'Reminders',
  states: {
    off: 'They are shown as messages in this page, while it is open.',
    open: 'This device shows them as notifications while the page is open. While it is closed none come: the browser has no push service, or can not reach it.',
    on: 'This device shows them as notifications, also while the page is closed.',
  },
  hint: 'While the page is closed they come through the push service of the browser’s maker, which can not read them. In mainland China the one of Chrome can mostly not be reached; those of Firefox, Safari, and Edge on Windows can.',
  switchOn: 'Switch on for this device',
  switchOff: 'Switch off for this device',
  test: 'Send one now',
  sent: 'It is on its way. If none comes, see whether the system lets the browser show notifications.',
  hindrances: {
    insecure: 'Browsers allow notifications by https only, or on this computer itself.',
    unsupported:
      'This browser shows no notifications for pages. On an iPhone or iPad add the page to the home screen first.',
    denied:
      'Notifications of this page are blocked in the browser. Allow them in its settings for this site, and try again.',
    dismissed: 'The browser asked, and got no answer. Try again, and choose “Allow”.',
  },
  /** The service worker shows these; they are plain strings, since the build writes them into it. */
  notification: { finish: 'Finish', hour: 'In an hour', works: 'Reminders come to this device.' },
  reminds: (name: string): string => `Reminder: “${name}”`,
  open: 'Open',
}

export type ReminderWords = typeof reminders
