import { sql } from 'drizzle-orm'
import { getChange } from '@/lib/changes/queries/changes'
import { wholeJournal } from '@/lib/changes/queries/journal'
import { sayTurned, type Turned } from '@/lib/changes/rules/turned'
import { partsOf } from '@/lib/filter'
import { words } from '@/lib/i18n/words'
import { type Cells, type Kind, searchOf, shown } from './kind'

/** Everything a change did, a row for each customer and fact: `change=KEY`. */
export const journal: Kind = {
  right: 'changes.write',
  async find(ctx, target) {
    const change = await getChange(ctx, partsOf(searchOf(target)).get('change') ?? '')
    const t = words(ctx.actor.language, 'exports')
    const none = sql`null`
    const say = ([code = null, name = null, fact, about = null, before = null, after = null]: Cells): Cells => {
      const turned = sayTurned(ctx.actor.language, { fact, about, before, after } as Turned)
      return [code, name, turned.what, turned.before, turned.after]
    }
    return {
      columns: [
        shown(t('headings.code'), 'code', 14, none),
        shown(t('headings.customer'), 'text', 32, none),
        shown(t('headings.what'), 'text', 26, none),
        shown(t('headings.old'), 'text', 26, none),
        shown(t('headings.new'), 'text', 26, none),
      ],
      rows: {
        select: sql`code as c0, name as c1, fact as c2, about as c3, before as c4, after as c5`,
        from: sql`(${wholeJournal(ctx, change.id)}) journal`,
        order: sql`place`,
        width: 6,
        say,
      },
    }
  },
}
