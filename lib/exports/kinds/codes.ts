import { sql } from 'drizzle-orm'
import { Refusal } from '@/lib/errors'
import { partsOf } from '@/lib/filter'
import { words } from '@/lib/i18n/words'
import { LIST_GROUPS, listGroup } from '@/lib/lists/queries'
import { type Kind, searchOf, shown } from './kind'

/**
 * One group of a pasted list, such as the codes that were not found: `list=ID&group=missing`. A paste is never long.
 */
export const codes: Kind = {
  right: 'customers.read',
  async find(ctx, target) {
    const parts = partsOf(searchOf(target))
    const group = LIST_GROUPS.find((name) => name === (parts.get('group') ?? 'missing'))
    const rows = group && (await listGroup(ctx, parts.get('list') ?? '', group))
    if (!rows) throw new Refusal('not-found', 'gone')
    const t = words(ctx.actor.language, 'customers')
    const headings = group === 'near' ? [t('listCode'), t('listOffers')] : [t('listCode')]
    return { columns: headings.map((heading) => shown(heading, 'code', 20, sql`null`)), rows }
  },
}
