/** Has the strings of the settings, and of the first minute, in English. */
export const settings = {
  sectionsTitle: 'Sections',
  sections: {
    look: 'Appearance',
    start: 'Start and lists',
    dates: 'Dates and times',
    reminders: 'Reminders',
    account: 'Account',
    files: 'Import and export',
    device: 'This device',
    administration: 'Administration',
  },
  ofDevice: 'These are for this device.',
  density: 'Spacing of todos',
  densities: { comfortable: 'Comfortable', compact: 'Compact' },
  startPage: 'The page begins with',
  startPageHint: 'When it is opened at its plain address, on any of your devices.',
  theDefaultList: 'The default list',
  addTo: 'New todos go to',
  addToHint: 'Those that are added in Today, Upcoming or the calendar and name no list.',
  clock: 'Times',
  clocks: { locale: 'As usual here', 12: '12 hours (6:30 pm)', 24: '24 hours (18:30)' },

  // These are said in the first minute
  welcome: 'Three things to know',
  write: 'Write it as you would say it',
  writeHint: 'Dates, repeats, labels and priorities are understood. Try:',
  writeExample: 'Call Grandma every Sunday at 6pm #family',
  keys: 'Do anything from one place',
  keysHint: 'All commands, lists and todos, by a few letters.',
  openPalette: 'Open the commands',
  bring: 'Bring what you have',
  bringHint: 'Files of Todoist, TickTick, Microsoft To Do and others.',
  bringFile: 'Import a file',
  gotIt: 'Got it',
}

export type SettingWords = typeof settings
