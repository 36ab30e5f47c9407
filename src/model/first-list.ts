/** An account begins with a list that has this name until somebody renames it; the page says it in its language. */
export const firstListName = 'Todos'
