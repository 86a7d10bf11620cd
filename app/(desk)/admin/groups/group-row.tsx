import { Link } from '@/app/_ui/link'
import { formatFor, wordsFor } from '@/app/reader'
import { can } from '@/lib/auth/permissions'
import type { Context } from '@/lib/context'
import { customersAddress, EVERYONE, FIRST_PAGE } from '@/lib/customers/filter'
import type { GroupRow } from '@/lib/customers/queries/groups'
import type { Uses } from '@/lib/groups/queries/uses'
import { DeleteGroup, RenameGroup } from './group-forms'

type Props = { ctx: Context; group: GroupRow; uses: Uses | undefined }

/** A group: its customers as a link to them, what works with it, and what may be done with it. */
export function GroupTableRow({ ctx, group, uses }: Props) {
  const { slug, name, customers } = group
  const address = customersAddress({ ...EVERYONE, group: [{ not: false, value: slug }], state: 'all' }, FIRST_PAGE)
  const used = uses ? wordUses(ctx, uses) : []
  return (
    <tr>
      <th scope="row" className="py-1.5 max-md:w-full max-md:py-2 max-md:align-top">
        <Link href={address} className="font-semibold whitespace-normal [overflow-wrap:anywhere] hover:underline">
          {name}
        </Link>
        <UsedBy lines={used} className="font-normal md:hidden" />
      </th>
      <td className="num max-md:py-2 max-md:align-top">{formatFor(ctx).number(customers)}</td>
      <td className="py-1.5 max-md:hidden">
        <UsedBy lines={used} />
      </td>
      <td className="max-md:py-1 max-md:align-top">
        <span className="-mr-1.5 flex items-center justify-end md:gap-1">
          <RenameGroup ctx={ctx} group={group} />
          {can(ctx.actor, 'groups.delete') && <DeleteGroup ctx={ctx} group={group} used={used} />}
        </span>
      </td>
    </tr>
  )
}

/** What works with a group, a line for each kind. */
function UsedBy({ lines, className = '' }: { lines: string[]; className?: string }) {
  return (
    <span className={`grid text-sm whitespace-normal text-ink-2 [overflow-wrap:anywhere] ${className}`}>
      {lines.map((line) => (
        <span key={line}>{line}</span>
      ))}
    </span>
  )
}

function wordUses(ctx: Context, { views, hidden, rules, changes }: Uses): string[] {
  const t = wordsFor(ctx, 'groups')
  const { list } = formatFor(ctx)
  return [
    ...(views.length > 0 ? [t('viewsNamed', { count: views.length, names: list(views) })] : []),
    ...(hidden > 0 ? [t('hiddenViews', { count: hidden })] : []),
    ...(rules.length > 0 ? [t('rulesNamed', { count: rules.length, names: list(rules) })] : []),
    ...(changes > 0 ? [t('changesRunning', { count: changes })] : []),
  ]
}
