import { lstat, rename } from 'node:fs/promises'
import path from 'node:path'
import { eq } from 'drizzle-orm'
import { imports } from '@/db/schema'
import type { Context } from '@/lib/context'
import { Refusal } from '@/lib/errors'
import { log } from '@/lib/log'
import type { FolderOptions } from '../input/folder'
import type { Import } from '../queries/imports'
import { keptName } from '../rules/folder'
import { bytesOf, type Claimed, type Folder, fileAt, putBack } from './folder-look'
import { clearAway, rejectedWriter, writeReport } from './folder-report'
import { goOn } from './import-file'
import { receiveFile } from './receive'

export type Taking = { folder: Folder; claimed: Claimed; chosen: FolderOptions; signal: AbortSignal }

/** Takes in a file that is ours from wherever an earlier try left it, says what became of it, and lays it aside. */
export async function takeClaimed(ctx: Context, taking: Taking): Promise<void> {
  const { folder, claimed, chosen, signal } = taking
  const received = await receivedAs(ctx, taking)
  if (received.source !== 'folder' || received.kind !== folder.kind) return putBack(folder, claimed)
  try {
    await goOn(ctx, received.id, { ...chosen, signal, rejected: rejectedWriter(folder, claimed) })
  } catch (error) {
    // Why is noted with the import; where it is not, somebody else is at work on it.
    if (!(error instanceof Refusal)) throw error
  }
  const found = await importNamed(ctx, claimed.key)
  if (!found || found.state === 'checking' || found.state === 'checked' || found.state === 'running') return
  await layAside(ctx, taking, found)
}

async function receivedAs(ctx: Context, { folder: { kind }, claimed }: Taking): Promise<Import> {
  const { key, name, file } = claimed
  const known = await importNamed(ctx, key)
  if (known) return known
  try {
    return await receiveFile(ctx, { kind, name, source: 'folder', key }, bytesOf(file))
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const { size } = await lstat(file)
    const why = { state: 'failed', problem: error.message, problemFacts: error.values, finishedAt: ctx.now }
    const values = { key, kind, source: 'folder', fileName: name, size, sha256: '', createdAt: ctx.now, ...why }
    const [row] = await ctx.db.insert(imports).values(values).returning()
    if (!row) throw new Error('the import was not written')
    return row as Import
  }
}

async function importNamed(ctx: Context, key: string): Promise<Import | undefined> {
  const [row] = await ctx.db.select().from(imports).where(eq(imports.key, key))
  return row as Import | undefined
}

/** The report first, the file last: until it is gone from here, all of this is done again and comes to the same. */
async function layAside(ctx: Context, { folder, claimed }: Taking, found: Import): Promise<void> {
  const target = await placeFor(folder[found.state === 'done' ? 'done' : 'failed'], claimed, found)
  await writeReport(ctx, { folder, claimed, found, target })
  const now = await fileAt(claimed.file)
  if (now && now.size !== found.size && found.size > 0) await putBack(folder, claimed)
  else if (now) await rename(claimed.file, target)
  await clearAway(folder, claimed)
  log.info('folder.fileTaken', { id: found.id, kind: found.kind, state: found.state })
}

/** Two that came in one second under one name are kept apart. */
async function placeFor(folder: string, { key, name }: Claimed, { createdAt }: Import): Promise<string> {
  const target = path.join(folder, keptName(name, createdAt))
  return (await fileAt(target)) ? path.join(folder, keptName(`${key}_${name}`, createdAt)) : target
}
