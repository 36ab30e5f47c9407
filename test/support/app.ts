/** The application as tests have it where passwords are not the subject: each hash costs next to nothing. */
import { createApp as create, type App, type AppOptions } from '../../src/app.ts'

export const createApp = (options: AppOptions): Promise<App> =>
  create({ hashingCost: { memoryCost: 8, timeCost: 1 }, ...options })
