import { createServer, connect as dial, type Socket } from 'node:net'

/** One address with changing servers behind it, as people see it whose company has two of them, or installs a new one. */
export type Switchboard = { url: string; lead: (port: number) => void; close: () => Promise<void> }

export async function openSwitchboard(first: number): Promise<Switchboard> {
  const open = new Set<Socket>()
  let port = first
  const keep = (socket: Socket) => {
    open.add(socket)
    socket.on('error', () => socket.destroy()) // one side has gone: so does the other
    socket.on('close', () => open.delete(socket))
    return socket
  }
  const server = createServer((near) => {
    const far = keep(dial(port, 'localhost'))
    keep(near).pipe(far).pipe(near)
    near.on('close', () => far.destroy())
    far.on('close', () => near.destroy())
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const hangUp = () => {
    for (const socket of open) socket.destroy()
  }
  return {
    url: `http://localhost:${(server.address() as { port: number }).port}`,
    lead: (to) => {
      port = to
      hangUp()
    },
    close: () => {
      hangUp()
      return new Promise((done) => server.close(() => done()))
    },
  }
}
