import type postgres from 'postgres'

/**
 * Where a worker is stopped within a chunk: `written` has turned the facts and their journal, `counted` the figures of the
 * change as well, `settled` has written everything and has not asked to commit, `commit` has asked and was not answered.
 * `ended` is about to call the whole change done. A slice of an import is told likewise: `written` has put the first line
 * into the history, `counted` has come as far as what is found or owed.
 */
export const MOMENTS = ['written', 'counted', 'settled', 'commit'] as const
export type Point = { position: number; moment: (typeof MOMENTS)[number] | 'ended' }

const SPACE = 7_302_099
const WAIT = 120_000

/** Stays at the point until somebody takes it away. */
const STAND_STILL = `
      loop
        perform pg_advisory_xact_lock(${SPACE}, code) from fault_points where position = at and moment = tg_argv[0];
        exit when not found;
        perform pg_sleep(0.005);
      end loop;
      return null;`

/**
 * Triggers that only this database has. Whoever comes to a point that stands in `fault_points` waits there until it is
 * deleted, and is known by an advisory lock that nobody else wants.
 */
export async function buildGate(sql: postgres.Sql): Promise<void> {
  await sql.unsafe(`
    create table fault_points (position integer not null, moment text not null, code integer not null);
    create function fault_wait() returns trigger language plpgsql as $$
    declare
      at integer := coalesce((to_jsonb(new) ->> 'position')::integer, 0);
    begin
      if tg_argv[0] = 'counted' then
        select count(*) into at from change_chunks where change_id = new.id and done_at is not null;
      end if;
      ${STAND_STILL}
    end
    $$;
    create trigger fault_written after insert on change_effects
      for each row execute function fault_wait('written');
    create trigger fault_counted after update on changes
      for each row when (new.state = 'running' and old.state = 'running') execute function fault_wait('counted');
    create trigger fault_settled after update on change_chunks
      for each row execute function fault_wait('settled');
    create constraint trigger fault_commit after update on change_chunks deferrable initially deferred
      for each row execute function fault_wait('commit');
    create trigger fault_ended after update on changes
      for each row when (new.state = 'done' and old.state <> 'done') execute function fault_wait('ended')`)
}

/** The same for imports, whose slices are told by the last row that was worked on before. `counts` is the table that they write last. */
export async function buildImportGate(sql: postgres.Sql, slice: number, counts: string | undefined): Promise<void> {
  await sql.unsafe(`
    create table fault_points (position integer not null, moment text not null, code integer not null);
    create function fault_wait() returns trigger language plpgsql as $$
    declare
      at integer := 0;
    begin
      if tg_argv[0] <> 'ended' then
        select case when position < offered then position / ${slice} else ceil(offered::numeric / ${slice}) end into at from imports
        where id = nullif(current_setting('encours.import_id', true), '')::bigint;
        if not found then return null; end if;
        if tg_table_name = 'imports' then at := (to_jsonb(old) ->> 'position')::integer / ${slice}; end if;
      end if;
      ${STAND_STILL}
    end
    $$;
    create trigger fault_written after insert on history for each row execute function fault_wait('written');
    create trigger fault_settled after update on imports
      for each row when (new.position > old.position) execute function fault_wait('settled');
    create constraint trigger fault_commit after update on imports deferrable initially deferred
      for each row when (new.position > old.position) execute function fault_wait('commit');
    create trigger fault_ended after update on imports
      for each row when (new.state = 'done' and old.state <> 'done') execute function fault_wait('ended')`)
  if (counts === undefined) return
  await sql.unsafe(`
    create trigger fault_counted after insert or update on ${counts} for each row execute function fault_wait('counted')`)
}

export async function arm(sql: postgres.Sql, points: readonly Point[]): Promise<void> {
  await sql`delete from fault_points`
  for (const point of points)
    await sql`insert into fault_points values (${point.position}, ${point.moment}, ${codeOf(point)})`
}

const codeOf = ({ position, moment }: Point) => position * 10 + [...MOMENTS, 'ended'].indexOf(moment)

export async function letPass(sql: postgres.Sql, { position, moment }: Point): Promise<void> {
  await sql`delete from fault_points where position = ${position} and moment = ${moment}`
}

/** Waits until a worker stands at the point. */
export async function reached(sql: postgres.Sql, point: Point, tend: () => void): Promise<void> {
  for (const until = Date.now() + WAIT; ; ) {
    const there = await sql`
      select from pg_locks l join pg_database d on d.oid = l.database and d.datname = current_database()
      where locktype = 'advisory' and classid = ${SPACE} and objid = ${codeOf(point)} and objsubid = 2`
    if (there.length > 0) return
    await hurry(sql)
    if (Date.now() > until) throw new Error(`no worker came to chunk ${point.position}, ${point.moment}`)
    tend()
    await sql`select pg_sleep(0.01)`
  }
}

/** A job that failed waits longer each time before it is tried again: here it does not. */
export async function hurry(sql: postgres.Sql): Promise<void> {
  await sql`
    with hurried as (
      update graphile_worker._private_jobs set run_at = now() where attempts > 0 and locked_at is null and run_at > now() returning id
    )
    select pg_notify('jobs:insert', '{"r": "faults", "count": 2}') from hurried`
}
