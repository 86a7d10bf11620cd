import { type SQL, sql } from 'drizzle-orm'

/** What a user was called who has been deleted, as the history has it; null of everybody else. */
export function formerName(userId: SQL): SQL<string | null> {
  return sql`(
    select concat_ws(' ', gone.old ->> 'firstName', gone.old ->> 'lastName') from history gone
    where gone.user_id = ${userId} and gone.action = 'user.deleted' order by gone.id desc limit 1)`
}
