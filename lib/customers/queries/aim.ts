import { and, eq, type SQL, sql } from 'drizzle-orm'
import { codeLists, groupSlugs, groups, userHandles, users, views } from '@/db/schema'
import { anyOf } from '@/db/sql'
import type { Context } from '@/lib/context'
import { inOrder, type Problem, type Token } from '@/lib/filter'
import { type CustomerFilter, readCustomerAddress, writeCustomerAddress } from '../filter'
import { codeKey } from '../rules'
import type { Aim, Choice } from '../where'

/** What a handle or slug stands for, by the one that the address has and by the one of now, which is `slug`. */
export type Names = Map<string, { id: number; name: string; slug: string }>
/** `frozen`: the code list is that of a frozen view. */
export type Aimed = { aim: Aim; people: Names; groups: Names; frozen: boolean; problems: Problem[] }

/** Months without anybody opening it after which a code list is forgotten. */
const LIST_MONTHS = 24

/**
 * Code lists that an address still finds at that moment. The others are forgotten and wait to be deleted, but none that
 * a view holds.
 */
export function standing(now: Date): SQL {
  return sql`(${codeLists.openedAt} > ${now.toISOString()}::timestamptz - make_interval(months => ${LIST_MONTHS})
    or exists (select from ${views} where ${views.listId} = ${codeLists.id}))`
}

/**
 * Looks up what a filter names: handles and slugs of groups (former ones too), the code list. What is gone is named in
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
      slug: users.handle,
      id: users.id,
      name: sql<string>`concat_ws(' ', ${users.firstName}, ${users.lastName})`,
    })
    .from(userHandles)
    .innerJoin(users, eq(users.id, userHandles.userId))
    .where(anyOf(userHandles.handle, handles))
    .prepare('handles')
    .execute()
  return new Map(rows.flatMap(({ handle, ...user }) => [[handle, user] as const, [user.slug, user] as const]))
}

type Naming = Pick<CustomerFilter, 'colleague' | 'collector' | 'group'>

/**
 * The filter with everybody and every group as they are called now: the one spelling of an address that was written
 * before one was renamed.
 */
export function withPresentSlugs<Filter extends Naming>(
  filter: Filter,
  { people, groups }: Pick<Aimed, 'people' | 'groups'>,
): Filter {
  const present = (tokens: Token[], names: Names): Token[] => {
    const now = tokens.map((token) => ({ ...token, value: names.get(token.value)?.slug ?? token.value }))
    return now.some(({ value }, at) => value !== tokens[at]?.value) ? inOrder(now) : tokens
  }
  const naming: Naming = {
    colleague: present(filter.colleague, people),
    collector: present(filter.collector, people),
    group: present(filter.group, groups),
  }
  const moved = (Object.keys(naming) as (keyof Naming)[]).some((part) => naming[part] !== filter[part])
  return moved ? { ...filter, ...naming } : filter
}

/** The same of a search as an address. */
export async function renewedSearch(ctx: Context, search: string): Promise<string> {
  const { filter, view } = readCustomerAddress(search)
  const asked = [...filter.colleague, ...filter.collector]
  if (namesOf([...asked, ...filter.group]).length === 0) return search
  const [people, groups] = await Promise.all([findPeople(ctx, asked), findGroups(ctx, filter.group)])
  const renewed = withPresentSlugs(filter, { people, groups })
  return renewed === filter ? search : writeCustomerAddress(renewed, view)
}

async function findGroups(ctx: Context, tokens: readonly Token[]): Promise<Names> {
  const slugs = namesOf(tokens)
  if (slugs.length === 0) return new Map()
  const { id, slug, name } = groups
  const [present, former] = await Promise.all([
    ctx.db.select({ id, slug, name }).from(groups).where(anyOf(slug, slugs)),
    ctx.db
      .select({ id, slug, name, asked: groupSlugs.slug })
      .from(groupSlugs)
      .innerJoin(groups, eq(id, groupSlugs.groupId))
      .where(anyOf(groupSlugs.slug, slugs)),
  ])
  return new Map([
    ...former.flatMap(({ asked, ...group }) => [[asked, group] as const, [group.slug, group] as const]),
    ...present.map((group) => [group.slug, group] as const),
  ])
}

/** Nothing where the list is gone. */
async function findList(ctx: Context, id: string): Promise<{ frozen: boolean } | undefined> {
  const [row] = await ctx.db
    .select({ frozen: codeLists.frozen })
    .from(codeLists)
    .where(and(eq(codeLists.id, id), standing(ctx.now)))
  return row
}
