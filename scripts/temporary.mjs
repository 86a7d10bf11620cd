import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

// Waits for the end of its input, which comes when its parent ends in whatever way. A server that was about to start in
// the folder, or the program that was filling it, may need a moment until it has noticed.
const guard = `
  read -r word; [ "$word" = done ] && exit
  for attempt in 1 2 3 4 5 6 7 8 9 10; do
    [ -f "$0/cluster/postmaster.pid" ] && kill -QUIT "$(head -n 1 "$0/cluster/postmaster.pid")" && sleep 0.2
    [ -f "$0/cluster/postmaster.pid" ] || rm -rf "$0"
    sleep 0.2
    [ -e "$0" ] || exit
  done
  rm -rf "$0"`

/**
 * A folder that is gone after `remove`, and also when this process is killed, together with a PostgreSQL that runs in it.
 *
 * @returns {{ path: string, remove: () => void }}
 */
export function temporaryFolder() {
  const path = mkdtempSync(join(tmpdir(), 'encours-'))
  const shell = spawn('sh', ['-c', guard, path], { stdio: ['pipe', 'ignore', 'ignore'], detached: true, cwd: '/' })
  shell.unref()
  shell.stdin.on('error', () => undefined) // the shell is gone: then there is nobody to tell that its work is done
  return {
    path,
    remove: () => {
      rmSync(path, { recursive: true, force: true })
      shell.stdin.end('done\n')
    },
  }
}
