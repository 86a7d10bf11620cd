import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Db } from '@/db/client'
import { IMPORT_KINDS } from '@/db/schema/vocabulary'
import { readEnv } from '@/lib/env.mjs'
import { describe } from '@/lib/errors'
import { words } from '@/lib/i18n/words'
import { log } from '@/lib/log'
import { systemContext } from '@/lib/system'
import { type FolderOptions, readFolderOptions } from '../input/folder'
import { OPTIONS_FILE, REPORT_ENDING } from '../rules/folder'
import { takeClaimed } from './folder-file'
import { type Claimed, claim, type Folder, fileAt, lookInto, openFolder } from './folder-look'

type Watch = { signal: AbortSignal; now: number }

/**
 * Takes in what lies in the watched folder, kind by kind in the order in which files refer to each other, and one file
 * after another. A file that is taken is given the key of its import first, so that whoever goes on after a kill knows
 * it again.
 */
export async function takeFolder(db: Db, signal: AbortSignal, now = Date.now()): Promise<void> {
  const { importDir } = readEnv()
  if (importDir === undefined) return
  for (const kind of IMPORT_KINDS) {
    try {
      const complete = await takeKind(db, await openFolder(importDir, kind), { signal, now })
      // What comes after may speak of customers that are still on their way.
      if (!complete) return
    } catch (error) {
      signal.throwIfAborted()
      log.error('folder.notRead', { kind, ...describe(error) })
    }
  }
}

/** Answers whether everything that lay there was whole. */
async function takeKind(db: Db, folder: Folder, { signal, now }: Watch): Promise<boolean> {
  const chosen = await readOptions(db, folder)
  const { claimed, rested, arriving } = await lookInto(folder, now)
  if (!chosen) return true
  for (const one of claimed) await takeOne(db, folder, one, chosen, signal)
  for (const offered of rested) {
    const one = await claim(folder, offered)
    if (one) await takeOne(db, folder, one, chosen, signal)
  }
  return !arriving
}

/** One file that cannot be worked on keeps no other from it; it is tried again at the next look. */
async function takeOne(
  db: Db,
  folder: Folder,
  claimed: Claimed,
  chosen: FolderOptions,
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted()
  try {
    await takeClaimed(await systemContext(db), { folder, claimed, chosen, signal })
  } catch (error) {
    signal.throwIfAborted()
    log.error('folder.fileNotTaken', { kind: folder.kind, key: claimed.key, ...describe(error) })
  }
}

/** What the folder's own file says; nothing where it cannot be used, and then a sentence beside it says why. */
async function readOptions(db: Db, { kind, place }: Folder): Promise<FolderOptions | undefined> {
  const file = path.join(place, OPTIONS_FILE)
  const report = file + REPORT_ENDING
  const found = (await fileAt(file)) ? readFolderOptions(await readFile(file, 'utf8')) : readFolderOptions('{}')
  if (!('wrong' in found)) {
    await rm(report, { force: true })
    return found
  }
  const t = words((await systemContext(db)).company.language, 'imports')
  const { wrong } = found
  const sentence = wrong.length > 0 ? t('folder.optionsWrong', { names: wrong.join(', ') }) : t('folder.optionsUnread')
  if ((await fileAt(report)) && (await readFile(report, 'utf8')) === `${sentence}\n`) return undefined
  log.error('folder.optionsUnusable', { kind })
  await rm(`${report}.part`, { force: true })
  await writeFile(`${report}.part`, `${sentence}\n`, { flag: 'wx' })
  await rename(`${report}.part`, report)
  return undefined
}
