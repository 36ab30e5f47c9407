/** By what the todos of a view can be put in order and into groups. Clients carry these, so they stand apart. */
export const sorts = ['position', 'due', 'start', 'priority', 'label', 'name', 'created'] as const

export const groupings = ['none', 'due', 'start', 'priority', 'label', 'name', 'created'] as const
