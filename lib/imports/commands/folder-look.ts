import { constants } from 'node:fs'
import { link, lstat, mkdir, open, readdir, rename, unlink } from 'node:fs/promises'
import path from 'node:path'
import type { ImportKind } from '@/db/schema/vocabulary'
import { shortId } from '@/lib/short-id'
import { claimedName, isOffered, readClaimed } from '../rules/folder'

/**
 * How long a file must have been left alone. What counts is the moment that the file system itself keeps of every
 * change: the day that a program gives a file is the day of its content.
 */
const REST = 60_000

export type Folder = { kind: ImportKind; place: string; done: string; failed: string }
/** A file that is ours: nobody else writes it or takes it, and what it was called is known. */
export type Claimed = { key: string; name: string; file: string }
type Offered = { name: string; file: Buffer; from: number }
type Look = { claimed: Claimed[]; rested: Offered[]; arriving: boolean }

/**
 * The folder of a kind with what belongs inside. A link in its place would lead out of what was given to us to write
 * in.
 */
export async function openFolder(root: string, kind: ImportKind): Promise<Folder> {
  const place = path.join(root, kind)
  const folder = { kind, place, done: path.join(place, 'done'), failed: path.join(place, 'failed') }
  for (const one of [folder.place, folder.done, folder.failed]) {
    await mkdir(one, { recursive: true })
    if (!(await lstat(one)).isDirectory()) throw new Error('not a folder')
  }
  return folder
}

/**
 * What lies there: what was taken before and not ended, and what has been left alone for long enough, the oldest first.
 */
export async function lookInto({ place }: Folder, now: number): Promise<Look> {
  const look: Look = { claimed: [], rested: [], arriving: false }
  for (const bytes of await readdir(place, { encoding: 'buffer' })) {
    const [name, file] = [nameIn(bytes), Buffer.concat([Buffer.from(place + path.sep), bytes])]
    const claim = readClaimed(name)
    const found = claim || isOffered(name) ? await fileAt(file) : undefined
    if (!found) continue
    if (claim) look.claimed.push({ ...claim, file: path.join(place, name) })
    else if (now - found.ctimeMs < REST) look.arriving = true
    else look.rested.push({ name, file, from: found.mtimeMs })
  }
  look.rested.sort((a, b) => a.from - b.from || (a.name < b.name ? -1 : 1))
  return look
}

/** Makes a file ours, under the key that its import will have; nothing where somebody else was faster. */
export async function claim({ place }: Folder, { name, file }: Offered): Promise<Claimed | undefined> {
  const key = shortId()
  const taken = claimedName(key, name)
  const target = path.join(place, taken)
  try {
    await rename(file, target)
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined
    throw error
  }
  const claimed = readClaimed(taken)
  return claimed && { ...claimed, file: target }
}

/** Lets a file go again, under its own name unless there is a newer one of that name. */
export async function putBack({ place }: Folder, { key, name, file }: Claimed): Promise<void> {
  for (const free of [name, `${key}_${name}`]) {
    try {
      await link(file, path.join(place, free))
      return await unlink(file)
    } catch (error) {
      if (!isCode(error, 'EEXIST')) throw error
    }
  }
}

/** The bytes of a file, never those that a link in its place leads to. */
export async function* bytesOf(file: string): AsyncGenerator<Uint8Array> {
  const handle = await open(file, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0))
  try {
    if (!(await handle.stat()).isFile()) throw new Error('not a file')
    yield* handle.createReadStream({ autoClose: false })
  } finally {
    await handle.close()
  }
}

/** Undefined for what is no file itself, and for what is gone by now. */
export async function fileAt(file: string | Buffer) {
  try {
    const found = await lstat(file)
    return found.isFile() ? found : undefined
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined
    throw error
  }
}

/** Names that are not UTF-8 come from programs of the time before. */
function nameIn(bytes: Buffer): string {
  const name = bytes.toString('utf8')
  return name.includes('\uFFFD') ? new TextDecoder('windows-1252').decode(bytes) : name
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
