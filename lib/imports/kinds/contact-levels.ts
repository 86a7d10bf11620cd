import { type SQL, sql } from 'drizzle-orm'
import type { ImportOptions } from '../input'
import { PLACE_COLUMNS } from './contact-fields'
import { CONTACT_COLUMNS } from './people'

export const lastDigits = (phone: SQL) => sql`right(regexp_replace(coalesce(${phone}, ''), '\\D', '', 'g'), 8)`

const SAME_NAMES = sql`(k.last_key = s.last_key and k.first_key = s.first_key)`
const SAME_PHONE = sql`k.digits = s.digits`
const UNNUMBERED = sql`(s.external_id is null or k.external_id is null)`

/**
 * `where`: what a row and a contact have in common, one thing or another: each by what is equal, or many of one name
 * would be compared pair by pair. `gives`: what becomes of a row that several contacts fit, none better than the others.
 */
export type Level = { where: SQL[]; better: SQL; gives: Gives }
export type Gives = 'contactOfTwo' | 'contactOfSeveral' | 'create where it says who it is' | 'the first'

/** What a row says of a contact. */
export const COLUMNS = [...CONTACT_COLUMNS, ...PLACE_COLUMNS]
const FINDING: readonly string[] = ['first_name', 'last_name', 'email', 'phone']

/**
 * Of a row without what contacts are found by: that it says nothing but what stands here. Else the same file would make
 * it twice.
 */
const SAYS_NO_MORE = sql.join(
  COLUMNS.filter((column) => !FINDING.includes(column))
    .map((column) => sql.identifier(column))
    .map((column) => sql`coalesce(s.${column}, k.${column}) is not distinct from k.${column}`),
  sql` and `,
)

const stands = (without: SQL): Level => ({
  where: [sql`${without} and ${SAME_NAMES} and ${SAME_PHONE} and ${SAYS_NO_MORE}`],
  better: sql`false`,
  gives: 'the first',
})

/** By what a row finds a contact, the strongest first. */
export const LEVELS: Record<ImportOptions['match'], Level[]> = {
  any: [
    { where: [sql`k.external_id = s.external_id`], better: sql`true`, gives: 'contactOfTwo' },
    { where: [sql`k.email_key = s.email_key and ${UNNUMBERED}`], better: SAME_NAMES, gives: 'contactOfTwo' },
    {
      where: [sql`${SAME_NAMES} and ${UNNUMBERED} and s.phone is not null and ${SAME_PHONE}`],
      better: sql`(s.email is null) = (k.email is null)`,
      gives: 'create where it says who it is',
    },
    {
      where: [sql`s.email is null`, sql`k.email is null`].map(
        (either) => sql`${SAME_NAMES} and ${UNNUMBERED} and s.phone is null and ${either}`,
      ),
      better: sql`(${SAME_PHONE} and (s.email is null) = (k.email is null))`,
      gives: 'create where it says who it is',
    },
  ],
  external_id: [
    { where: [sql`k.external_id = s.external_id`], better: sql`true`, gives: 'contactOfSeveral' },
    stands(
      sql`s.external_id is null and k.external_id is null and coalesce(s.email_key, '') = coalesce(k.email_key, '')`,
    ),
  ],
  email: [
    { where: [sql`k.email_key = s.email_key`], better: SAME_NAMES, gives: 'contactOfSeveral' },
    stands(sql`s.email is null and k.email is null`),
  ],
  name: [
    {
      where: [sql`s.digits = ''`, SAME_PHONE].map((either) => sql`${SAME_NAMES} and ${either}`),
      better: SAME_PHONE,
      gives: 'contactOfSeveral',
    },
  ],
}
