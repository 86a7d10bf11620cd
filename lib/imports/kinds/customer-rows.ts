import { type SQL, sql } from 'drizzle-orm'
import { changingFields, differences, ERP_COLUMNS, erpFields, isFree } from './customer-differences'
import { author, camel, moment, type Run, reject, rejectMoved, remark } from './kind'

/** Rejects the rows whose code stands in the file before, or is another customer's but for capitals and spaces. */
export async function rejectCodes(run: Run): Promise<void> {
  await rejectCollisions(run)
  const earlier = (same: SQL) => sql`
    select r.n, jsonb_build_object('line', f.line, 'code', f.code) as facts
    from import_rows r
    join (
      select code_key, min(n) as n from import_rows where problem is null group by code_key having count(*) > 1
    ) first on first.code_key = r.code_key and first.n < r.n
    join import_rows f on f.n = first.n
    where ${same}`
  await reject(run, 'duplicateCode', earlier(sql`r.code = f.code`))
  await reject(run, 'collidesInFile', earlier(sql`r.code <> f.code`))
}

async function rejectCollisions(run: Run): Promise<void> {
  const collisions = sql`
    select r.n, jsonb_build_object('code', c.code) as facts
    from import_rows r join customers c on c.code_key = r.code_key
    where c.code <> r.code`
  await reject(run, 'collides', collisions)
}

/** Which rows are about customers that are there, and which would create one. */
export async function matchCustomers({ ctx }: Run): Promise<void> {
  await ctx.db.execute(sql`
    insert into import_done (n, customer_id, created)
    select s.n, c.id, c.id is null from import_rows s left join customers c on c.code = s.code
    where s.problem is null`)
  await ctx.db.execute(sql`analyze import_done`)
}

/**
 * Rejects rows whose customer was there when somebody looked, and is gone: nobody was told that it would be created.
 */
export async function rejectGone(run: Run): Promise<void> {
  if (!run.strict) return
  await reject(
    run,
    'movedSinceCheck',
    sql`
    select r.n, '{}'::jsonb as facts
    from import_rows r join import_checked seen on seen.n = r.n
    where seen.fate <> 'create' and not exists (select from customers c where c.code_key = r.code_key)`,
  )
}

/**
 * Creates the customers that are not there, and notes for each row its customer. Somebody may enter one of them at this
 * moment: the constraint lets them be first, and the row finds theirs.
 */
export async function createCustomers(run: Run): Promise<void> {
  const columns = [...ERP_COLUMNS, 'language'].filter((column) => run.has(column)).map((name) => sql.identifier(name))
  const values = columns.map((column) => sql`s.${column}`)
  await run.ctx.db.execute(sql`
    with made as (
      insert into customers (code, code_key, ${sql.join(columns, sql`, `)}, state, collector_id, erp_fields, reachable)
      select s.code, s.code_key, ${sql.join(values, sql`, `)}, coalesce(s.state, 'active'), u.user_id, ${erpFields(run)},
             s.contact_email is not null
      from import_rows s left join import_users u on u.token = s.collector
      where s.problem is null and not exists (select from customers c where c.code_key = s.code_key)
      order by s.n
      on conflict do nothing
      returning id, code
    )
    insert into import_done (n, customer_id, created)
    select s.n, made.id, true from made join import_rows s on s.code = made.code and s.problem is null`)
  await run.ctx.db.execute(sql`
    insert into import_done (n, customer_id, created)
    select s.n, c.id, false from import_rows s join customers c on c.code = s.code
    where s.problem is null and not exists (select from import_done d where d.n = s.n)`)
  await rejectCollisions(run)
  await run.ctx.db.execute(sql`analyze import_done`)
  await recordCreated(run)
}

async function recordCreated(run: Run): Promise<void> {
  const brought = [...ERP_COLUMNS, 'language'].filter((column) => run.has(column))
  const pairs = ['code', ...brought, 'state'].map((column) => sql`${camel(column)}::text, c.${sql.identifier(column)}`)
  await run.ctx.db.execute(sql`
    insert into history (at, actor_id, action, customer_id, new)
    select ${moment(run)}, ${author(run)}, 'customer.created', c.id,
           jsonb_strip_nulls(jsonb_build_object(${sql.join(pairs, sql`, `)}, 'collectorId', c.collector_id))
    from import_done d join customers c on c.id = d.customer_id
    where d.created`)
}

/**
 * Compares once more, now that the customers are locked, and leaves those alone of which something else would become
 * than was seen.
 */
export async function compareLocked(run: Run): Promise<void> {
  const { db } = run.ctx
  await db.execute(sql`
    create temporary table import_differences on commit drop as
    select * from (${differences(run)}) different where customer_id in (select customer_id from import_moving)`)
  if (!run.strict) return
  await rejectMoved(run, sql`select n, before, after from import_differences`)
  for (const table of ['import_done', 'import_differences', 'import_wanted']) {
    await db.execute(sql`
      delete from ${sql.identifier(table)} d using import_rows s where s.n = d.n and s.problem is not null`)
  }
}

/** Writes what differs, and nothing where nothing does. */
export async function updateCustomers(run: Run): Promise<void> {
  const { db } = run.ctx
  const fields = changingFields(run).map(({ column }) => sql`${sql.identifier(column)} = d.${sql.identifier(column)}`)
  await db.execute(sql`
    update customers c set ${sql.join(fields, sql`, `)}, version = c.version + 1
    from import_differences d where c.id = d.customer_id`)
  await db.execute(sql`
    insert into history (at, actor_id, action, customer_id, old, new)
    select ${moment(run)}, ${author(run)}, 'customer.updated', customer_id, before, after from import_differences`)
  await db.execute(sql`insert into import_touched (n) select n from import_differences`)
  if (run.has('collector')) await remarkCollectors(run)
}

async function remarkCollectors(run: Run): Promise<void> {
  const staying = sql`
    select s.n, jsonb_build_object('name', concat_ws(' ', own.first_name, own.last_name)) as facts
    from import_done d
    join import_rows s on s.n = d.n
    join customers c on c.id = d.customer_id
    join import_users u on u.token = s.collector
    join users own on own.id = c.collector_id
    where u.user_id <> c.collector_id and not ${isFree('collector')}`
  await remark(run, 'collectorStays', staying)
}
