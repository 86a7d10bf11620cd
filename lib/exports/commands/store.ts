import { randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { readEnv } from '@/lib/env.mjs'
import { writeNew } from '@/lib/new-file'
import { isExportKey } from '../input'

/** Where the files lie until they expire: in the data folder, for nobody but the program. */
export function exportsFolder(): string {
  return join(readEnv().dataDir, 'exports')
}

/**
 * Writes a file under its key and answers how large it is. It is there as a whole or not at all: written under another
 * name, and called by its own once it lies on the disk.
 */
export async function keepFile(folder: string, key: string, pieces: () => Readable): Promise<number> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const partial = join(folder, `${key}.${randomBytes(4).toString('hex')}.part`)
  try {
    await writeNew(partial, pieces)
    const file = await open(partial, 'r+')
    const { size } = await file
      .sync()
      .then(() => file.stat())
      .finally(() => file.close())
    await rename(partial, pathOf(folder, key))
    return size
  } catch (error) {
    await rm(partial, { force: true })
    throw error
  }
}

/** The size of the file, and how it is opened; undefined where there is none. */
export async function findFile(
  folder: string,
  key: string,
): Promise<{ size: number; open: () => Readable } | undefined> {
  const path = pathOf(folder, key)
  const found = await stat(path).catch(() => undefined)
  return found?.isFile() ? { size: found.size, open: () => createReadStream(path) } : undefined
}

export async function removeFile(folder: string, key: string): Promise<void> {
  await rm(pathOf(folder, key), { force: true })
}

/** Deletes every file that is not of one of these keys, and what a killed worker left half written before `before`. */
export async function keepOnly(folder: string, keys: ReadonlySet<string>, before: Date): Promise<number> {
  const names = await readdir(folder).catch(() => [])
  let deleted = 0
  for (const name of names) {
    const path = join(folder, name)
    if (keys.has(name) || (await isFresh(path, before))) continue
    await rm(path, { force: true })
    deleted += 1
  }
  return deleted
}

async function isFresh(path: string, before: Date): Promise<boolean> {
  const found = await stat(path).catch(() => undefined)
  return found !== undefined && found.mtime >= before
}

function pathOf(folder: string, key: string): string {
  if (!isExportKey(key)) throw new Error('this is no key of an export')
  return join(folder, key)
}
