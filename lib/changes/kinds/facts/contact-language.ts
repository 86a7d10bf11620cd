import { sql } from 'drizzle-orm'
import { people } from '@/db/schema'
import type { Valued } from './contact-fact'

const value = sql`jsonb_build_object('language', ${people.language})`

/** The language a person is written to in; none is that of the customer. */
export const LANGUAGE: Valued = {
  name: 'contact_language',
  value,
  sets: { person: sql`language = held.goal ->> 'language'`, told: value },
}
