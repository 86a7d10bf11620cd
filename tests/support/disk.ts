import { spawn, spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A disk of a few megabytes, in memory. */
export type SmallDisk = { path: string; fill: () => void; free: () => void; remove: () => void }

const BALLAST = 'ballast'
/** Also when this process is killed. */
const guard = 'read -r word; umount -l "$0"; rmdir "$0"'

/** Undefined where nobody lets us mount one: that takes Linux and root. */
export function openSmallDisk(megabytes: number): SmallDisk | undefined {
  const path = mkdtempSync(join(tmpdir(), 'encours-disk-'))
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0700`, 'encours', path])
  if (mounted.status !== 0) {
    rmSync(path, { recursive: true })
    return undefined
  }
  const shell = spawn('sh', ['-c', guard, path], { stdio: ['pipe', 'ignore', 'ignore'], detached: true, cwd: '/' })
  shell.unref()
  shell.stdin.on('error', () => undefined) // the shell is gone: then there is nobody to tell
  return {
    path,
    fill: () => fill(join(path, BALLAST)),
    free: () => rmSync(join(path, BALLAST), { force: true }),
    remove: () => void shell.stdin.end('done\n'),
  }
}

/** To the last page. */
function fill(file: string): void {
  const ballast = openSync(file, 'a')
  try {
    for (const piece of [Buffer.alloc(1024 ** 2), Buffer.alloc(4096)]) writeUntilFull(ballast, piece)
  } finally {
    closeSync(ballast)
  }
}

function writeUntilFull(file: number, piece: Buffer): void {
  try {
    while (writeSync(file, piece) === piece.length);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
  }
}
