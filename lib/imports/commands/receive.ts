import { createHash } from 'node:crypto'
import { mkdir, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { and, eq, gt, notInArray } from 'drizzle-orm'
import { imports, users } from '@/db/schema'
import type { ImportKind, ImportSource } from '@/db/schema/vocabulary'
import { type Context, transact } from '@/lib/context'
import { Refusal } from '@/lib/errors'
import { writeNew } from '@/lib/new-file'
import { shortId } from '@/lib/short-id'
import type { Import } from '../queries/imports'
import { MOST_BYTES, MOST_WAITING } from '../rules/limits'
import { placeOf } from '../where'
import { mustMayImport } from './allowed'

const DAY = 24 * 3600_000

type Received = {
  kind: ImportKind
  name: string
  source: ImportSource
  /** The key it is to have, where that was settled before. */
  key?: string
}

/**
 * Takes the bytes of a file, whatever they are, into the data folder, and enters an import that waits for how to read
 * it. A file that breaks off, is too large or is empty leaves nothing behind. Under a key that was given it may be
 * tried again.
 */
export async function receiveFile(
  ctx: Context,
  { kind, name, source, key: given }: Received,
  bytes: AsyncIterable<Uint8Array>,
): Promise<Import> {
  mustMayImport(ctx, kind)
  await mustHaveRoom(ctx)
  const key = given ?? shortId()
  const { size, sha256 } = await keep(key, bytes)
  try {
    const createdBy = ctx.actor.kind === 'user' ? ctx.actor.id : null
    const values = { key, kind, source, fileName: name, size, sha256, createdBy, createdAt: ctx.now }
    return await transact(ctx, async (ctx) => {
      await mustHaveRoom(ctx)
      const [row] = await ctx.db.insert(imports).values(values).returning()
      if (!row) throw new Error('the import was not written')
      return row as Import
    })
  } catch (error) {
    if (given === undefined) await rm(placeOf(key), { force: true })
    throw error
  }
}

/**
 * Asked before the bytes come, and once more of many that came at the same time: the person is held until the file is
 * entered.
 */
async function mustHaveRoom({ db, actor, now }: Context): Promise<void> {
  if (actor.kind !== 'user') return
  await db.select({ id: users.id }).from(users).where(eq(users.id, actor.id)).for('no key update')
  const waiting = and(
    eq(imports.createdBy, actor.id),
    gt(imports.createdAt, new Date(now.getTime() - DAY)),
    notInArray(imports.state, ['done', 'stopped', 'failed']),
  )
  if ((await db.$count(imports, waiting)) >= MOST_WAITING) throw new Refusal('unavailable', 'tooManyImports')
}

async function keep(key: string, bytes: AsyncIterable<Uint8Array>): Promise<{ size: number; sha256: string }> {
  const place = placeOf(key)
  const part = `${place}.part`
  const hash = createHash('sha256')
  let size = 0
  async function* measured() {
    for await (const piece of bytes) {
      size += piece.length
      if (size > MOST_BYTES)
        throw new Refusal('invalid', 'importTooLarge', { values: { most: MOST_BYTES / 1024 ** 2 } })
      hash.update(piece)
      yield piece
    }
    if (size === 0) throw new Refusal('invalid', 'importEmpty')
  }
  await mkdir(path.dirname(place), { recursive: true, mode: 0o700 })
  await rm(part, { force: true })
  try {
    await writeNew(part, measured)
    await rename(part, place)
  } catch (error) {
    await rm(part, { force: true })
    throw error
  }
  return { size, sha256: hash.digest('hex') }
}
