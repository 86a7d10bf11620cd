import { and, eq, gt, isNull, type SQL, sql } from 'drizzle-orm'
import { tokens } from '@/db/schema'
import type { TokenPurpose } from '@/db/schema/vocabulary'
import { tokenHash } from '@/lib/auth/token'

/** What a user was called who has been deleted, as the history has it; null of everybody else. */
export function formerName(userId: SQL): SQL<string | null> {
  return sql`(
    select concat_ws(' ', gone.old ->> 'firstName', gone.old ->> 'lastName') from history gone
    where gone.user_id = ${userId} and gone.action = 'user.deleted' order by gone.id desc limit 1)`
}

/** The link that this token opens, as long as it opens something. */
export function openedBy(token: string, purpose: TokenPurpose, now: Date): SQL | undefined {
  return and(
    eq(tokens.hash, tokenHash(token)),
    eq(tokens.purpose, purpose),
    isNull(tokens.usedAt),
    gt(tokens.expiresAt, now),
  )
}
