import { inject } from 'vitest'

/** The installation that the browser tests share: the product itself, built and started as anyone starts it, with the sample company. */
export const appUrl = inject('appUrl')
export const databaseUrl = inject('databaseUrl')
export const administrator = inject('administrator')
export const logFile = inject('logFile')
