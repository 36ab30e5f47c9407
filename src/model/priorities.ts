/** From the least to the most. */
export const priorities = ['none', 'low', 'medium', 'high'] as const
