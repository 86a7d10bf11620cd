import type { CronItem } from 'graphile-worker'

/**
 * What happens by the clock (the server's, in UTC). However many workers run, each tick is one job, and one that still
 * waits is not doubled. What was missed while nothing ran is made up for at the start.
 */
export const SCHEDULE: readonly (CronItem & { task: string })[] = [
  { task: 'figures.midnight', match: '*/10 * * * *', options: once('figures.midnight') },
  { task: 'changes.dates', match: '*/10 * * * *', options: once('changes.dates') },
  { task: 'changes.resume', match: '*/10 * * * *', options: once('changes.resume') },
  { task: 'imports.folder', match: '* * * * *', options: once('imports.folder') },
  { task: 'imports.resume', match: '*/10 * * * *', options: once('imports.resume') },
  { task: 'rules.apply', match: '17 * * * *', options: once('rules.apply') },
  { task: 'users.retire', match: '40 2 * * *', options: once('users.retire') },
  { task: 'changes.forget', match: '30 2 * * *', options: once('changes.forget') },
  { task: 'imports.forget', match: '50 2 * * *', options: once('imports.forget') },
  { task: 'exports.forget', match: '50 2 * * *', options: once('exports.forget') },
  { task: 'lists.forget', match: '20 2 * * *', options: once('lists.forget') },
]

/** What every worker asks for when it starts. */
export const AT_START: readonly string[] = [
  'figures.midnight',
  'changes.dates',
  'changes.resume',
  'imports.resume',
  'imports.folder',
  'users.retire',
]

/** What lies in the watched folder is taken in where all files are: one after the other. */
export function once(task: string) {
  const queueName = task === 'imports.folder' ? 'imports' : task
  return { backfillPeriod: 0, maxAttempts: 25, jobKey: task, queueName }
}
