import { type SQL, sql } from 'drizzle-orm'
import { codeLists } from '@/db/schema'
import { LIST_MONTHS } from '@/lib/customers/queries/aim'

/** Lists that an address still finds at that moment: the others are forgotten, and wait to be deleted. */
export function standing(now: Date): SQL {
  return sql`${codeLists.openedAt} > ${now.toISOString()}::timestamptz - make_interval(months => ${LIST_MONTHS})`
}
