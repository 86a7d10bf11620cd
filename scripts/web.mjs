import cluster from 'node:cluster'
import { tethered } from './processes.mjs'
import { serve } from './setup.mjs'
import { mostShortLives, shortLife } from './supervise.mjs'

// node scripts/web.mjs PORT PROCESSES: the web server in several processes behind one port, since each of them renders
// on one core. The others follow when the first listens, so that the first page waits for one of them only. Who dies is
// started again, the others answering meanwhile; when that is no help, or the first does not come up, all end, and the
// launcher has the say.

const [port = '', processes = ''] = process.argv.slice(2)
let shortLives = 0
let stopping = false

cluster.setupPrimary({ exec: serve, args: [port], execArgv: process.execArgv })
cluster.once('listening', () => {
  for (let others = Number(processes) - 1; others > 0 && !stopping; others--) start()
})
process.on('SIGTERM', () => stop(0))
start()

function start() {
  const born = Date.now()
  const worker = cluster.fork(tethered({ ...process.env }))
  let listened = false
  worker.once('listening', () => {
    listened = true
  })
  worker.process.once('exit', (code, signal) => {
    if (stopping) return
    shortLives = Date.now() - born < shortLife ? shortLives + 1 : 0
    process.stderr.write(`A process of the web server ended (${signal ?? `exit status ${code}`}).\n`)
    if (listened && shortLives < mostShortLives) start()
    else stop(1)
  })
}

/** @param {number} status */
function stop(status) {
  stopping = true
  process.exitCode = status
  for (const worker of Object.values(cluster.workers ?? {})) worker?.process.kill('SIGTERM')
}
