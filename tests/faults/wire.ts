import { connect, createServer, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

/** A way to the server that can be disturbed. */
export type Wire = {
  url: string
  /** Every connection ends at once, as when a cable is pulled between two that both notice. */
  cut: () => void
  /** The same by RST, as from a firewall that has forgotten them. */
  reset: () => void
  /** Answers take so many milliseconds longer from now on. */
  delay: (milliseconds: number) => void
  close: () => void
}

/** `to` is asked anew for each connection: a server that was killed may come back on another port. */
export async function openWire(to: () => string): Promise<Wire> {
  const ends = new Set<Socket>()
  let longer = 0
  const proxy = createServer({ noDelay: true }, (near) => {
    const { hostname, port } = new URL(to())
    const far = connect({ host: hostname, port: Number(port), noDelay: true })
    forward(near, far, () => 0)
    forward(far, near, () => longer)
    for (const end of [near, far]) {
      ends.add(end)
      end.once('close', () => ends.delete(end))
    }
  })
  await new Promise<void>((done) => proxy.listen(0, '127.0.0.1', done))
  const own = new URL(to())
  own.port = String((proxy.address() as { port: number }).port)
  const all = (end: (socket: Socket) => unknown) => {
    for (const socket of [...ends]) end(socket)
  }
  return {
    url: own.href,
    cut: () => all((socket) => socket.destroy()),
    reset: () => all((socket) => socket.resetAndDestroy()),
    delay: (milliseconds) => {
      longer = milliseconds
    },
    close: () => {
      all((socket) => socket.destroy())
      proxy.close()
    },
  }
}

/** Piece by piece in their order, also when the delay becomes shorter. */
function forward(from: Socket, to: Socket, delay: () => number): void {
  let before: Promise<unknown> = Promise.resolve()
  from.on('data', (piece) => {
    const late = delay() > 0 ? pause(delay()) : undefined
    before = Promise.all([before, late]).then(() => to.writable && to.write(piece))
  })
  // What is wrong with one end is told by its close, and ends the other.
  from.on('error', () => undefined)
  from.on('close', () => void before.then(() => to.destroySoon()))
}
