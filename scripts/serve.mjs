import { createServer } from 'node:http'
import next from 'next'
import { compress } from './compress.mjs'
import { settle } from './headers.mjs'
import { root } from './setup.mjs'

// node scripts/serve.mjs PORT [--dev]: one process of the web server. Next draws the pages; what every answer carries,
// and how small it is made, is settled before: a proxy.ts would have every request made anew.

const port = Number(process.argv[2])
const dev = process.argv.includes('--dev')
// Longer than proxies keep a connection: closed here first, it may be closed under what somebody just sent.
const server = createServer({ keepAliveTimeout: 130_000 })
// With the first request Next listens for upgrades on the server it is given, which only a developer's browser needs:
// it would neither answer nor close the others.
const app = next({ dir: root, dev, port, httpServer: dev ? server : createServer() })

// Where Next asks itself for the page that an action leads to. Left alone it would take the scheme of the address that
// a proxy before us was asked, and nobody speaks TLS here.
process.env.__NEXT_PRIVATE_ORIGIN = `http://localhost:${port}`

await app.prepare()
const answer = app.getRequestHandler()
server.on('request', async (request, response) => {
  try {
    if (!settle(request, response)) return
    if (!dev) compress(request, response)
    await answer(request, response)
  } catch (error) {
    console.error(error)
    response.statusCode = 500
    response.end('Internal Server Error')
  }
})
server.once('error', (error) => {
  console.error(error)
  process.exit(1)
})
server.listen(port)
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, stop)

/** Who is being answered is answered to the end; a browser of a developer would wait for changes for ever. */
function stop() {
  if (dev) process.exit()
  server.prependListener('request', (_, response) => response.setHeader('connection', 'close'))
  server.close(async () => {
    await app.close()
    process.exit()
  })
}
