import { rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Context } from '@/lib/context'
import { readEnv } from '@/lib/env.mjs'
import { formatter } from '@/lib/i18n/format'
import { words } from '@/lib/i18n/words'
import type { Import } from '../queries/imports'
import { outcomeOf } from '../queries/outcome'
import { sayOutcome } from '../queries/outcome-words'
import { type Rejected, rejectedRows } from '../queries/rejected'
import { REJECTED_ENDING, REPORT_ENDING } from '../rules/folder'
import type { Claimed, Folder } from './folder-look'
import { writeRejected } from './give-back'

/** `target` is where the file itself will lie, and beside it what is said of it. */
type Ended = { folder: Folder; claimed: Claimed; found: Import; target: string }

/** Where the rejected rows wait for what becomes of the others. */
const waiting = ({ done }: Folder, { key }: Claimed) => path.join(done, `.${key}${REJECTED_ENDING}`)

export function rejectedWriter(folder: Folder, claimed: Claimed): (rows: Rejected) => Promise<void> {
  return (rows) => writeRejected(waiting(folder, claimed), rows)
}

/** Writes beside a file what became of it, and its rejected rows. Done again, it writes the same once more. */
export async function writeReport(ctx: Context, ended: Ended): Promise<void> {
  const { folder, claimed, found, target } = ended
  if (found.rejected > 0) {
    await writeRejected(waiting(folder, claimed), await rejectedRows(ctx, found))
    await rename(waiting(folder, claimed), target + REJECTED_ENDING)
  }
  const part = `${waiting(folder, claimed)}.part`
  await rm(part, { force: true })
  await writeFile(part, await report(ctx, ended), { flag: 'wx' })
  await rename(part, target + REPORT_ENDING)
}

export async function clearAway(folder: Folder, claimed: Claimed): Promise<void> {
  await rm(waiting(folder, claimed), { force: true })
}

async function report(ctx: Context, { claimed: { name }, found, target }: Ended): Promise<string> {
  const { language, ...company } = ctx.company
  const t = words(language, 'imports')
  const when = formatter({ ...company, language }).moment(found.finishedAt ?? found.createdAt)
  const lines = [t(found.state === 'done' ? 'folder.taken' : 'folder.notTaken', { name, when })]
  if (found.problem) lines.push(words(language, 'refusals')(found.problem as never, found.problemFacts as never))
  if (found.state === 'stopped') lines.push(t('folder.stopped'))
  if (found.state === 'done' || found.state === 'stopped') {
    const { offered, created, updated, unchanged, rejected, ...rest } = await outcomeOf(ctx, found)
    const counts = { offered, created, updated, unchanged, rejected }
    lines.push(...sayOutcome(language, { ...counts, ...rest }, path.basename(target) + REJECTED_ENDING))
    lines.push(t('folder.counts', counts))
  }
  return `${[...lines, `${readEnv().appUrl}/imports/${found.key}`].join('\n')}\n`
}
