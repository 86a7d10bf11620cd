import { Check, Minus } from 'lucide-react'
import { wordsFor } from '@/app/reader'
import { decide, RIGHTS, type Right } from '@/lib/auth/permissions'
import type { Context } from '@/lib/context'
import type { User } from '@/lib/users/queries'
import { fullName } from '@/lib/users/rules'

/** What a user may do, and why: the table of rights read for this one person. */
export function UserRights({ ctx, user }: { ctx: Context; user: User }) {
  const t = wordsFor(ctx, 'admin')
  return (
    <details className="group max-w-2xl">
      <summary className="font-semibold">{t('rightsTitle', { name: fullName(user) })}</summary>
      <div className="mt-3 grid gap-2">
        {!user.active && <p className="text-base text-ink-2">{t('rightsInactive')}</p>}
        {user.portfolioOnly && <p className="text-base text-ink-2">{t('rightsPortfolio')}</p>}
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t('right')}</th>
              <th scope="col">{t('may')}</th>
              <th scope="col">{t('why')}</th>
            </tr>
          </thead>
          <tbody>
            {(Object.keys(RIGHTS) as Right[]).map((right) => (
              <Row key={right} ctx={ctx} user={user} right={right} />
            ))}
          </tbody>
        </table>
      </div>
    </details>
  )
}

function Row({ ctx, user, right }: { ctx: Context; user: User; right: Right }) {
  const t = wordsFor(ctx, 'admin')
  const words = wordsFor(ctx, 'words')
  const ruling = decide(user, right)
  const may = user.active && ruling.may
  const Icon = may ? Check : Minus
  return (
    <tr>
      <th scope="row" className="whitespace-normal!">
        {t(`rights.${right}`)}
      </th>
      <td>
        <span className={`inline-flex items-center gap-1.5 ${may ? 'text-accent' : 'text-ink-3'}`}>
          <Icon className="size-3.5" aria-hidden />
          {words(may ? 'yes' : 'no')}
        </span>
      </td>
      <td className="text-ink-2 whitespace-normal!">
        <Why ctx={ctx} user={user} right={right} />
      </td>
    </tr>
  )
}

/** Of what somebody holds, thanks to what; of what they do not, for want of what. */
function Why({ ctx, user, right }: { ctx: Context; user: User; right: Right }) {
  const t = wordsFor(ctx, 'admin')
  const role = wordsFor(ctx, 'words')(`roles.${user.role}`)
  const ruling = decide(user, right)
  if (ruling.may && !user.active) return t('reasons.inactive')
  if (ruling.because === 'everyone') return t('reasons.everyone')
  if (ruling.because === 'portfolio') return t('reasons.portfolio')
  if (ruling.because === 'flag')
    return t(ruling.may ? 'reasons.flag' : 'reasons.noFlag', { flag: t(`fields.${ruling.flag}`) })
  return t(ruling.may ? 'reasons.role' : 'reasons.noRole', { role })
}
