import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { stringify } from 'csv-stringify'
import { linesOf, type Rejected } from '../queries/rejected'

/** Writes the rejected rows as a file that can be put right and imported again, over what an earlier try left there. */
export async function writeRejected(file: string, rejected: Rejected): Promise<void> {
  const { mark, delimiter } = rejected
  await rm(file, { force: true })
  const target = createWriteStream(file, { flags: 'wx' })
  await pipeline(Readable.from(linesOf(rejected)), stringify({ delimiter, bom: mark }), target)
}
