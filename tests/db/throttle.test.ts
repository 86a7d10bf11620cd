import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { connect } from '@/db/client'
import { throttles } from '@/db/schema'
import { attempt, forgive, takeBack } from '@/lib/throttle'
import { testDatabase } from '../support/database'

const { db, url } = testDatabase()

const admitted = (answers: boolean[]) => answers.filter(Boolean).length

describe('a limit', () => {
  test('admits exactly its number of a hundred attempts at once, from two processes’ pools', async () => {
    const other = connect(url)
    try {
      const answers = await Promise.all(
        Array.from({ length: 100 }, (_, index) => attempt(index % 2 === 0 ? db : other.db, 'door', 10, 60)),
      )
      expect(admitted(answers)).toBe(10)
    } finally {
      await other.close()
    }
  })

  test('holds for its key alone', async () => {
    expect(await attempt(db, 'one', 1, 60)).toBe(true)
    expect(await attempt(db, 'one', 1, 60)).toBe(false)
    expect(await attempt(db, 'another', 1, 60)).toBe(true)
  })

  test('starts afresh once its time is over, and refused attempts do not prolong it', async () => {
    for (let times = 0; times < 5; times++) await attempt(db, 'window', 1, 60)
    const [row] = await db.execute<{ left: number }>(
      sql`select extract(epoch from max(resets_at) - now())::float as left from throttles`,
    )
    expect(row?.left).toBeLessThanOrEqual(60)
    await db.execute(sql`update throttles set resets_at = now() - interval '1 second'`)
    expect(await attempt(db, 'window', 1, 60)).toBe(true)
    expect(await attempt(db, 'window', 1, 60)).toBe(false)
  })

  test('is lifted for who proved themselves, and gives one attempt back to who was honest', async () => {
    await attempt(db, 'proved', 1, 60)
    await forgive(db, 'proved')
    expect(await attempt(db, 'proved', 1, 60)).toBe(true)
    await takeBack(db, 'proved')
    expect(await attempt(db, 'proved', 1, 60)).toBe(true)
    expect(await attempt(db, 'proved', 1, 60)).toBe(false)
    await takeBack(db, 'never tried')
  })

  test('keeps no address or account in clear', async () => {
    await attempt(db, 'sign-in account marie@x.example', 1, 60)
    expect(JSON.stringify(await db.select().from(throttles))).not.toContain('marie')
  })
})
