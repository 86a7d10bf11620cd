import { connect, type Socket } from 'node:net'
import postgres, { type Sql } from 'postgres'

type Work = (tx: Sql) => unknown
type Life = { begun: boolean; cut: boolean }
type Connection = { id: number }
type Place = { host: string[]; port: number[]; path: string | false }
type Unsafe = (text: string, values?: unknown[], hooks?: { onexecute?: (connection: Connection) => unknown }) => unknown

/**
 * Lets a pool outlive cut connections. The driver goes on with a transaction whose connection is gone: it sends the
 * ROLLBACK to nobody, throws that where nothing can catch it, and that place of the pool is lost. With this, a cut
 * transaction only fails. Answers what is to be told which connection closed.
 */
export function outliveCuts(pool: Sql): (connection: number) => void {
  const lives = new Map<number, Life>()
  const { begin, unsafe } = pool as unknown as { begin: (...given: unknown[]) => Promise<unknown>; unsafe: Unsafe }
  let starting: Life | undefined

  /** The driver's own BEGIN is the one statement that says which connection it is given. */
  const watched: Unsafe = (...given) => {
    const [text, values, hooks] = given
    const [life, onexecute] = [starting, hooks?.onexecute]
    if (!life || !onexecute) return unsafe(...given)
    const known = (connection: Connection) => {
      lives.set(connection.id, life)
      return onexecute(connection)
    }
    return unsafe(text, values, { ...hooks, onexecute: known })
  }

  async function started(...given: unknown[]): Promise<unknown> {
    const work = given.pop() as Work
    for (let tries = 1; ; tries++) {
      const life = { begun: false, cut: false }
      try {
        starting = life
        const result = begin(...given, (tx: Sql) => within(life, tx, work))
        starting = undefined
        return await result
      } catch (error) {
        if (life.begun || !mayBeAskedAgain(error, tries)) throw error
      }
    }
  }

  Object.assign(pool, { begin: started, unsafe: watched })
  return (connection) => {
    const life = lives.get(connection)
    if (life) life.cut = true
    lives.delete(connection)
  }
}

/**
 * Sockets whose error comes with their end. The driver takes them as two events, and a statement that it is given
 * between the two is never answered, or with the rows of another.
 */
export function socketsThatEndAtOnce(opening: () => void): { socket: (to: Place) => Socket } {
  let turn = 0
  const socket = (to: Place) => {
    opening()
    const [host = '', port = 0] = [to.host[turn % to.host.length], to.port[turn % to.port.length]]
    turn++
    const made = to.path ? connect(to.path) : connect(port, host)
    const emit = made.emit.bind(made)
    let error: unknown[] | undefined
    function emitAtOnce(event: string, ...given: unknown[]): boolean {
      if (event === 'error') {
        error = given
        return true
      }
      if (event === 'close' && error) emit('error', ...error)
      return emit(event, ...given)
    }
    // The driver asks for the name to check a certificate against.
    return Object.assign(made, { emit: emitAtOnce, host })
  }
  return { socket }
}

/**
 * Lets a connection about to open ask for the types of arrays only while the pool does not know them: the driver would
 * ask on each, and throw where nothing can catch it if that one is cut meanwhile.
 */
export function learnTypesOnce(pool: Sql): void {
  const options = pool.options as unknown as { fetch_types: boolean; shared: { typeArrayMap: object } }
  options.fetch_types = Object.keys(options.shared.typeArrayMap).length === 0
}

/**
 * Makes the first message of a connection long enough to be written at once. A short one would wait for a write that
 * the driver forgot when the connection before it was cut.
 */
export const WRITTEN_AT_ONCE = ' '.repeat(1024)

/** More than any pool has places. */
const MOST_TRIES = 50
/** Shut down, crashed, silent within a transaction, silent outside of one. */
const CUT = ['57P01', '57P02', '25P03', '57P05']

/**
 * What the server said while it cut a connection reaches, by the driver, the next statement that wants that place of
 * the pool, before it is sent; every place may answer so once.
 */
export function mayBeAskedAgain(error: unknown, tries: number): boolean {
  const code = error instanceof postgres.PostgresError ? error.code : undefined
  return tries < MOST_TRIES && code !== undefined && CUT.includes(code)
}

/**
 * Settles with the work while the connection lives. Once it is cut, never: whatever settled, the driver would tell the
 * server.
 */
async function within(life: Life, tx: Sql, work: Work, onCut?: (error: unknown) => void): Promise<unknown> {
  life.begun = true
  try {
    const result = await work(guarded(life, tx))
    if (!life.cut) return result
    onCut?.(closed())
  } catch (error) {
    if (!life.cut) throw error
    onCut?.(error)
  }
  return await new Promise(() => undefined)
}

/** A transaction that takes no statement once its connection is cut: the place in the pool may be another's by then. */
function guarded(life: Life, tx: Sql): Sql {
  const living = (ask: (...given: unknown[]) => unknown) => {
    return (...given: unknown[]) => {
      if (life.cut) throw closed()
      return ask(...given)
    }
  }
  const { unsafe, savepoint } = tx as unknown as Record<
    'unsafe' | 'savepoint',
    (...given: unknown[]) => Promise<unknown>
  >
  return Object.assign(living(tx as never), tx, {
    unsafe: living(unsafe),
    savepoint: living((...given) => {
      const work = given.pop() as Work
      return new Promise((done, fail) => {
        savepoint(...given, (inner: Sql) => within(life, inner, work, fail)).then(done, fail)
      })
    }),
  }) as unknown as Sql
}

function closed(): Error {
  return Object.assign(new Error('The connection was cut within a transaction.'), { code: 'CONNECTION_CLOSED' })
}
