import { and, eq, type SQL, sql } from 'drizzle-orm'
import { codeLists, groups, userHandles, users, views } from '@/db/schema'
import { anyOf } from '@/db/sql'
import type { Context } from '@/lib/context'
import type { Problem, Token } from '@/lib/filter'
import type { CustomerFilter } from '../filter'
import { codeKey } from '../rules'
import type { Aim, Choice } from '../where'

/** What a handle or slug of an address stands for. */
export type Names = Map<string, { id: number; name: string }>
/** `frozen`: the code list is that of a frozen view. */
export type Aimed = { aim: Aim; people: Names; groups: Names; frozen: boolean; problems: Problem[] }

/** Months without anybody opening it after which a code list is forgotten. */
const LIST_MONTHS = 24

/** Code lists that an address still finds at that moment. The others are forgotten and wait to be deleted, but none that a view holds. */
export function standing(now: Date): SQL {
  return sql`(${codeLists.openedAt} > ${now.toISOString()}::timestamptz - make_interval(months => ${LIST_MONTHS})
    or exists (select from ${views} where ${views.listId} = ${codeLists.id}))`
}

/**
 * Looks up what a filter names: handles (former ones too), group slugs, the code list. What is gone is named in
 * `problems` and left out, so whoever acts on the result must refuse while there are any.
 */
export async function aimAt(ctx: Context, filter: CustomerFilter): Promise<Aimed> {
  const [people, labels, list] = await Promise.all([
    findPeople(ctx, [...filter.colleague, ...filter.collector]),
    findGroups(ctx, filter.group),
    filter.list === '' ? undefined : findList(ctx, filter.list),
  ])
  const problems: Problem[] = []
  const gone = (part: string, value: string) => problems.push({ part, value, reason: 'gone' })
  if (filter.list !== '' && !list) gone('list', filter.list)
  const choose = (part: 'colleague' | 'collector' | 'group', names: Names) =>
    choiceOf(filter[part], (token) => {
      const found = names.get(token.value)
      if (!found) gone(part, token.value)
      return found?.id
    })
  const aim: Aim = {
    q: filter.q,
    code: filter.code.map(codeKey),
    list: list ? filter.list : '',
    colleague: choose('colleague', people),
    collector: choose('collector', people),
    group: choose('group', labels),
    country: choiceOf(filter.country, (token) => token.value),
    contact: filter.contact,
    balance: filter.balance,
    overdue: filter.overdue,
    late: filter.late,
    state: filter.state,
  }
  return { aim, people, groups: labels, frozen: list?.frozen ?? false, problems }
}

function choiceOf<T extends string | number>(tokens: readonly Token[], find: (token: Token) => T | undefined): Choice {
  const choice = { any: [] as T[], none: false, not: [] as T[], notNone: false }
  for (const token of tokens) {
    if (token.value === 'none') {
      if (token.not) choice.notNone = true
      else choice.none = true
      continue
    }
    const found = find(token)
    if (found !== undefined) (token.not ? choice.not : choice.any).push(found)
  }
  return choice as Choice
}

const namesOf = (tokens: readonly Token[]) => tokens.map(({ value }) => value).filter((value) => value !== 'none')

async function findPeople(ctx: Context, tokens: readonly Token[]): Promise<Names> {
  const handles = namesOf(tokens)
  if (handles.length === 0) return new Map()
  const rows = await ctx.db
    .select({
      handle: userHandles.handle,
      id: users.id,
      name: sql<string>`concat_ws(' ', ${users.firstName}, ${users.lastName})`,
    })
    .from(userHandles)
    .innerJoin(users, eq(users.id, userHandles.userId))
    .where(anyOf(userHandles.handle, handles))
    .prepare('handles')
    .execute()
  return new Map(rows.map(({ handle, ...user }) => [handle, user]))
}

async function findGroups(ctx: Context, tokens: readonly Token[]): Promise<Names> {
  const slugs = namesOf(tokens)
  if (slugs.length === 0) return new Map()
  const rows = await ctx.db.select().from(groups).where(anyOf(groups.slug, slugs))
  return new Map(rows.map(({ slug, id, name }) => [slug, { id, name }]))
}

/** Nothing where the list is gone. */
async function findList(ctx: Context, id: string): Promise<{ frozen: boolean } | undefined> {
  const [row] = await ctx.db
    .select({ frozen: codeLists.frozen })
    .from(codeLists)
    .where(and(eq(codeLists.id, id), standing(ctx.now)))
  return row
}
