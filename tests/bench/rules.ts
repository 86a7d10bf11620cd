import { eq } from 'drizzle-orm'
import type { Sql } from '@/db/client'
import { rules, views } from '@/db/schema'
import { applyRule } from '@/lib/rules/commands/apply'
import { createRule } from '@/lib/rules/commands/keep'
import { createView } from '@/lib/views/commands/keep'
import type { Bench } from './bench'
import { alternate, median, timed } from './measure'
import { type Line, lineOf } from './report'

/** Taking also freezes whom it is about, asks what is to be given, and can be undone; the DELETE beside it asks about each customer, and does no more. */
const BUDGET = { gives: 2, again: 4, takes: 5 }
const ROUNDS = { least: 3, most: 5, seconds: 60 }
const EVERYONE = 'state=all'
/** A search that finds nobody, and is still one that a rule may be applied to. */
const NOBODY = 'code=NOBODY-HAS-THIS'

type Times = { gives: number[]; again: number[]; takes: number[] }
type Rule = { id: number; viewId: number; userId: number }

/**
 * A rule that gives a colleague to every customer, its next run, which finds nothing to do as most of them do, and the one that takes
 * all of it back because the view finds nobody any more. Beside them one INSERT, one count of what is missing, and one DELETE of
 * what a customer outside the view has.
 */
export async function benchRules(bench: Bench): Promise<Line[]> {
  const { size } = bench.company
  const rule = await writeRule(bench)
  const [ours, plain]: [Times, Times] = [
    { gives: [], again: [], takes: [] },
    { gives: [], again: [], takes: [] },
  ]
  await settle(bench.sql)
  const side = (times: Times, round: typeof applied) => () =>
    timed(async () => {
      await round(bench, rule, times)
      await settle(bench.sql)
    })
  await alternate({ ours: side(ours, applied), plain: side(plain, written) }, ROUNDS)
  bench.say(`rule: ${size.toLocaleString('en')} rows, ${ours.gives.length} rounds`)
  return (['gives', 'again', 'takes'] as const).map((job) =>
    lineOf({
      job: `rule ${job}`,
      size,
      ours: median(ours[job]) / 1000,
      plain: median(plain[job]) / 1000,
      budget: BUDGET[job],
      unit: 's',
    }),
  )
}

async function writeRule({ db, company }: Bench): Promise<Rule> {
  const ctx = company.manager
  const userId = company.newcomers[0]
  if (userId === undefined) throw new Error('the company has no newcomer')
  const view = await createView(ctx, { name: 'Everyone', search: EVERYONE, shared: true, kind: 'living' })
  const { key } = await createRule(ctx, {
    ...{ name: 'Everyone', view: view.slug, gives: { does: 'associate', colleagues: [userId] } },
    ...{ takesBack: true, active: true },
  })
  const [rule] = await db.select().from(rules).where(eq(rules.key, key))
  if (!rule) throw new Error('the rule was not written')
  return { id: rule.id, viewId: rule.viewId, userId }
}

/** Starts from clean tables and an idle server: what one side leaves behind must not slow the other. */
async function settle(sql: Sql): Promise<void> {
  await sql`truncate withheld, change_chunks, change_effects, change_exceptions, removed_contacts`
  await sql.unsafe('vacuum analyze associations, customers, changes')
  await sql.unsafe('checkpoint')
}

async function applied({ db, sql, company }: Bench, { id, viewId, userId }: Rule, times: Times): Promise<void> {
  const search = (text: string) => db.update(views).set({ search: text }).where(eq(views.id, viewId))
  await search(EVERYONE)
  times.gives.push(await timed(() => applyRule(db, id)))
  await mustHold(sql, userId, company.size)
  await sql.unsafe('checkpoint')
  times.again.push(await timed(() => applyRule(db, id)))
  await search(NOBODY)
  times.takes.push(await timed(() => applyRule(db, id)))
  await mustHold(sql, userId, 0)
}

async function written({ sql, company }: Bench, { id, userId }: Rule, times: Times): Promise<void> {
  times.gives.push(
    await timed(() =>
      sql.begin(async (tx) => {
        await tx`set local plan_cache_mode = auto`
        await tx`
          insert into associations (customer_id, user_id, kind, since, created_by, source, rule_id)
          select c.id, u.id, u.usual_kind, now(), ${company.manager.actor.id}, 'rule', ${id}
          from customers c cross join users u where u.id = ${userId}`
      }),
    ),
  )
  await mustHold(sql, userId, company.size)
  await sql.unsafe('checkpoint')
  times.again.push(await timed(() => lacking(sql, { id, userId })))
  times.takes.push(
    await timed(
      () => sql`
        delete from associations a using customers c
        where a.rule_id = ${id} and c.id = a.customer_id and not (c.code_key = 'NOBODY-HAS-THIS' and c.state = 'active')`,
    ),
  )
  await mustHold(sql, userId, 0)
}

/** Whom a rule would give to and whom it would take from, asked as somebody would who knows that there is nothing else. */
const lacking = (sql: Sql, { id, userId }: Pick<Rule, 'id' | 'userId'>) => sql`
  select (
    select count(*) from customers c
    where not exists (select from associations a where a.customer_id = c.id and a.user_id = ${userId})
      and not exists (select from withheld w where w.customer_id = c.id and w.user_id = ${userId})
  ), (
    select count(*) from associations a join customers c on c.id = a.customer_id
    where a.rule_id = ${id} and a.source = 'rule' and not a.pinned and a.user_id <> ${userId}
  )`

async function mustHold(sql: Sql, userId: number, rows: number): Promise<void> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::integer as count from associations where user_id = ${userId}`
  if (row?.count !== rows) throw new Error(`${row?.count} associations where ${rows} were expected`)
}
