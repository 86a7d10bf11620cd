import { setTimeout as pause } from 'node:timers/promises'
import { database } from '@/lib/db'
import { describe } from '@/lib/errors'
import { log } from '@/lib/log'

const PATIENCE_MS = 2000

/** For whoever watches the process: it answers, and so does its database. */
export async function GET(): Promise<Response> {
  const ok = await databaseAnswers()
  return Response.json({ ok }, { status: ok ? 200 : 503, headers: { 'cache-control': 'no-store' } })
}

async function databaseAnswers(): Promise<boolean> {
  const asked = database()
    .execute('select 1')
    .then(
      () => true,
      (error: unknown) => {
        log.warn('database.unreachable', describe(error))
        return false
      },
    )
  return Promise.race([asked, pause(PATIENCE_MS, false, { ref: false })])
}
