import { sql } from 'drizzle-orm'
import { words } from '@/lib/i18n/words'
import { readHistoryAddress } from '@/lib/reports/filter'
import { matchingHistory } from '@/lib/reports/queries'
import { type Cell, type Cells, type Kind, searchOf, selectOf, shown } from './kind'

/** What a spreadsheet holds in one cell. */
const LONGEST_CELL = 32_767

/** Who did what, when, old and new as they are kept. From the newest on, also where the address shows an older page. */
export const history: Kind = {
  right: 'history.read',
  async find(ctx, target) {
    const { filter } = readHistoryAddress(searchOf(target))
    const t = words(ctx.actor.language, 'exports')
    const told = words(ctx.actor.language, 'history')
    const columns = [
      shown(
        t('headings.at'),
        'moment',
        18,
        sql`to_char(history.at at time zone ${ctx.actor.timeZone}::text, 'YYYY-MM-DD HH24:MI:SS')`,
      ),
      shown(t('headings.who'), 'text', 22, nameOf('author')),
      shown(t('headings.what'), 'text', 28, sql`history.action`),
      shown(t('headings.about'), 'text', 24, sql`coalesce(${nameOf('person')}, ${nameOf('colleague')})`),
      shown(t('headings.code'), 'code', 14, sql`customers.code`),
      shown(t('headings.customer'), 'text', 32, sql`customers.name`),
      shown(t('headings.change'), 'code', 12, sql`changes.key`),
      shown(t('headings.old'), 'text', 40, sql`left(history.old::text, ${LONGEST_CELL})`),
      shown(t('headings.new'), 'text', 40, sql`left((history.new - 'undo')::text, ${LONGEST_CELL})`),
    ]
    const say = ([at, who, action, ...rest]: Cells): Cells => [
      at ?? null,
      who ?? told('list.program'),
      actionWords(told, action ?? null),
      ...rest,
    ]
    return {
      columns,
      rows: {
        select: selectOf(columns),
        from: sql`history
          left join users author on author.id = history.actor_id
          left join users colleague on colleague.id = history.user_id
          left join people person on person.id = history.person_id
          left join changes on changes.id = history.change_id
          left join customers on customers.id = history.customer_id
          where ${matchingHistory(ctx, filter) ?? sql`true`}`,
        order: sql`history.id desc`,
        say,
      },
    }
  },
}

const nameOf = (row: string) =>
  sql.raw(`case when ${row}.id is not null then concat_ws(' ', ${row}.first_name, ${row}.last_name) end`)

/** An action that no release knows any more is called by the name under which it was kept. */
function actionWords(told: ReturnType<typeof words<'history'>>, action: Cell): Cell {
  const key = action as 'customer.created'
  return action !== null && told.has(key) ? told(key) : action
}
