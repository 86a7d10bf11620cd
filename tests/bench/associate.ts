import { performance } from 'node:perf_hooks'
import type { Sql } from '@/db/client'
import { planChange, planUndo } from '@/lib/changes/commands/plan'
import { runChange } from '@/lib/changes/commands/run'
import { startChange } from '@/lib/changes/commands/start'
import { getChange } from '@/lib/changes/queries/changes'
import { previewChange } from '@/lib/changes/queries/preview'
import type { Bench } from './bench'
import { alternate, median, timed } from './measure'
import { type Line, lineOf } from './report'

const BUDGET = { associate: 1.5, undo: 2 }
const ROUNDS = { least: 3, most: 5, seconds: 60 }

/** `seen` is what comes before somebody presses the button, planning and preview, of both jobs in turn. */
type Times = { associate: number[]; undo: number[]; seen: number[] }

/**
 * Three colleagues given to every customer and taken back, as a credit manager does it: frozen, run in chunks,
 * from the button to the end. Beside it one INSERT … SELECT and one DELETE of the same rows, committed, without anything to undo them by.
 */
export async function benchAssociate(bench: Bench): Promise<Line[]> {
  const { size } = bench.company
  const [ours, plain]: [Times, Times] = [
    { associate: [], undo: [], seen: [] },
    { associate: [], undo: [], seen: [] },
  ]
  await settle(bench.sql)
  const side = (times: Times, round: (bench: Bench, times: Times) => Promise<void>) => async () =>
    timed(async () => {
      await round(bench, times)
      await settle(bench.sql)
    })
  await alternate({ ours: side(ours, changed), plain: side(plain, written) }, ROUNDS)
  const seen = [0, 1].map((job) => (median(ours.seen.filter((_, at) => at % 2 === job)) / 1000).toFixed(2))
  bench.say(
    `${(size * 3).toLocaleString('en')} rows, ${ours.undo.length} rounds; beside it planning and preview: associate ${seen[0]} s, undo ${seen[1]} s`,
  )
  return (['associate', 'undo'] as const).map((job) =>
    lineOf({
      job,
      size,
      ours: median(ours[job]) / 1000,
      plain: median(plain[job]) / 1000,
      budget: BUDGET[job],
      unit: 's',
    }),
  )
}

/** Starts from clean tables and an idle server: what one side leaves behind must not slow the other. */
async function settle(sql: Sql): Promise<void> {
  await sql`truncate withheld, change_chunks, change_effects, change_exceptions, removed_contacts`
  await sql.unsafe('vacuum analyze associations, customers, changes')
  await sql.unsafe('checkpoint')
}

async function changed(bench: Bench, times: Times): Promise<void> {
  const { manager: ctx, newcomers } = bench.company
  const everyone = { kind: 'search' as const, search: 'state=all', except: [] }
  const { key, took } = await carryOut(bench, times, () =>
    planChange(ctx, 'associate', { colleagues: newcomers }, everyone),
  )
  times.associate.push(took)
  await mustHold(bench, bench.company.size * 3)
  await bench.sql.unsafe('checkpoint')
  times.undo.push((await carryOut(bench, times, () => planUndo(ctx, key))).took)
  await mustHold(bench, 0)
}

/** Plans, looks at the preview and starts; what counts is from the button to the end. */
async function carryOut({ db, company }: Bench, times: Times, plan: () => Promise<{ key: string }>) {
  const ctx = company.manager
  const start = performance.now()
  const { key } = await plan()
  const change = await getChange(ctx, key)
  const preview = await previewChange(ctx, change)
  times.seen.push(performance.now() - start)
  const took = await timed(async () => {
    await startChange(ctx, key, preview)
    await runChange(db, change.id)
  })
  return { key, took }
}

async function written(bench: Bench, times: Times): Promise<void> {
  const { sql, company } = bench
  times.associate.push(
    await timed(() =>
      sql.begin(async (tx) => {
        await tx`set local plan_cache_mode = auto`
        await tx`
          insert into associations (customer_id, user_id, kind, since, created_by, source)
          select c.id, u.id, u.usual_kind, now(), ${company.manager.actor.id}, 'person'
          from customers c cross join users u where u.id = any(${company.newcomers}::bigint[])`
      }),
    ),
  )
  await mustHold(bench, company.size * 3)
  await sql.unsafe('checkpoint')
  times.undo.push(await timed(() => sql`delete from associations where user_id = any(${company.newcomers}::bigint[])`))
  await mustHold(bench, 0)
}

async function mustHold({ sql, company }: Bench, rows: number): Promise<void> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::integer as count from associations where user_id = any(${company.newcomers}::bigint[])`
  if (row?.count !== rows) throw new Error(`${row?.count} associations where ${rows} were expected`)
}
