/** The colours of lists. */
/** By name, so that each page picks tones that go with its theme. */
export const colours = ['none', 'red', 'orange', 'yellow', 'green', 'teal', 'blue', 'violet', 'pink'] as const
export type Colour = (typeof colours)[number]
