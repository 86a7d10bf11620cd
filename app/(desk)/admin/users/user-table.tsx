import { Link } from '@/app/_ui/link'
import { formatFor, wordsFor } from '@/app/reader'
import { type Context, dayIn } from '@/lib/context'
import { customersAddress, EVERYONE } from '@/lib/customers/filter'
import type { PortfolioSize } from '@/lib/customers/queries/portfolios'
import type { UserRow } from '@/lib/users/queries'
import { fullName } from '@/lib/users/rules'
import { UserState } from './user-state'

type Props = { ctx: Context; rows: UserRow[]; portfolios: Map<number, PortfolioSize> }

export function UserTable({ ctx, rows, portfolios }: Props) {
  const t = wordsFor(ctx, 'admin')
  return (
    <div className="overflow-x-auto">
      <table className="table">
        <caption className="sr-only">{t('users')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('name')}</th>
            <th scope="col" className="max-[1400px]:hidden">
              {t('fields.handle')}
            </th>
            <th scope="col" className="max-md:hidden">
              {t('fields.email')}
            </th>
            <th scope="col" className="max-md:hidden">
              {t('fields.role')}
            </th>
            <th scope="col">{t('state')}</th>
            <th scope="col" className="num max-md:hidden">
              {t('asColleague')}
            </th>
            <th scope="col" className="num max-md:hidden">
              {t('asCollector')}
            </th>
            <th scope="col" className="max-lg:hidden">
              {t('seen')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((user) => (
            <Row key={user.id} ctx={ctx} user={user} size={portfolios.get(user.id)} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Row({ ctx, user, size }: { ctx: Context; user: UserRow; size: PortfolioSize | undefined }) {
  const words = wordsFor(ctx, 'words')
  const format = formatFor(ctx)
  const whose = [{ not: false, value: user.handle }]
  return (
    <tr>
      <th scope="row" className="max-md:py-1.5">
        <Link href={`/admin/users/${user.handle}`} className="font-semibold hover:underline">
          {fullName(user)}
        </Link>
        <span className="block text-sm text-ink-2 md:hidden">{words(`roles.${user.role}`)}</span>
      </th>
      <td className="code max-[1400px]:hidden">{user.handle}</td>
      <td className="max-w-[220px]! text-ink-2 max-md:hidden" title={user.email ?? undefined}>
        {user.email}
      </td>
      <td className="max-md:hidden">{words(`roles.${user.role}`)}</td>
      <td>
        <UserState ctx={ctx} user={user} />
      </td>
      <td className="num max-md:hidden">
        <Count
          ctx={ctx}
          count={size?.colleague ?? 0}
          href={customersAddress({ ...EVERYONE, state: 'all', colleague: whose })}
        />
      </td>
      <td className="num max-md:hidden">
        <Count
          ctx={ctx}
          count={size?.collector ?? 0}
          href={customersAddress({ ...EVERYONE, state: 'all', collector: whose })}
        />
      </td>
      <td className="text-ink-2 tabular-nums max-lg:hidden">
        {user.lastSignInAt && (
          <time dateTime={user.lastSignInAt.toISOString()} title={format.moment(user.lastSignInAt)}>
            {format.day(dayIn(ctx.actor.timeZone, user.lastSignInAt))}
          </time>
        )}
      </td>
    </tr>
  )
}

/** A number of customers that leads to them; nothing where there are none. */
function Count({ ctx, count, href }: { ctx: Context; count: number; href: string }) {
  if (count === 0) return null
  return (
    <Link href={href} className="hover:underline">
      {formatFor(ctx).number(count)}
    </Link>
  )
}
