import { isMainThread } from 'node:worker_threads'

// Preloaded into every Node process that the launcher starts: it ends when its parent is gone, or the process it is
// tied to. Signals are not enough for that, since a launcher that is killed outright sends none.

const parent = process.ppid
const tiedTo = Number(process.env.ENCOURS_TETHER)

if (isMainThread) {
  const watch = setInterval(() => {
    if (process.ppid === parent && lives(tiedTo)) return
    clearInterval(watch)
    process.kill(process.pid, 'SIGTERM')
    setTimeout(() => process.exit(1), 20_000).unref()
  }, 500)
  watch.unref()
}

/** @param {number} pid */
function lives(pid) {
  if (!(pid > 0)) return true
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
