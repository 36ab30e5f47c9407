export function keepInFile(path: string): Promise<unknown>
