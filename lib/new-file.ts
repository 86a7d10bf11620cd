import { open } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'

/**
 * Writes a file that is not there yet, for nobody but the program. It is open before the pieces are begun: a stream
 * that opens its file by itself may make it after the caller has taken away what was begun, and where no file can be
 * made nothing is begun that somebody would have to end.
 */
export async function writeNew(place: string, pieces: () => AsyncIterable<Uint8Array | string>): Promise<void> {
  const file = await open(place, 'wx', 0o600)
  await pipeline(pieces(), file.createWriteStream())
}
