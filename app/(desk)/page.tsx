import type { Metadata } from 'next'
import { AgeingStrip } from '@/app/_blocks/ageing-strip'
import { ageingLabel, amountOf, Figure, LateDays } from '@/app/_blocks/figures'
import { Link } from '@/app/_ui/link'
import { Notice } from '@/app/_ui/notice'
import { formatFor, wordsFor } from '@/app/reader'
import { can } from '@/lib/auth/permissions'
import { requireContext } from '@/lib/auth/session'
import { type ChangeView, latestChanges } from '@/lib/changes/queries/changes'
import type { Context } from '@/lib/context'
import { customersAddress, EVERYONE } from '@/lib/customers/filter'
import { readToday } from '@/lib/customers/queries/today'
import { customerAddress } from '@/lib/customers/rules'
import { wordChanges } from './changes/[id]/words'
import { Findings } from './findings'
import { NotTaken } from './not-taken'
import { Section } from './section'

export async function generateMetadata(): Promise<Metadata> {
  return { title: wordsFor(await requireContext(), 'shell')('today') }
}

/** Today: what is mine and how late it is, who to call first, what is wrong with the data, what was changed. */
export default async function TodayPage() {
  const ctx = await requireContext()
  const t = wordsFor(ctx, 'shell')
  return (
    <div className="grid gap-7 py-5 *:px-5 max-md:*:px-3.5">
      <h1 className="text-xl font-semibold tracking-tight">{t('greeting', { name: ctx.actor.name })}</h1>
      {can(ctx.actor, 'imports.write') && <NotTaken ctx={ctx} />}
      {can(ctx.actor, 'customers.read') ? <Desk ctx={ctx} /> : <p className="text-ink-2">{t('guest')}</p>}
    </div>
  )
}

type Day = Awaited<ReturnType<typeof readToday>>

async function Desk({ ctx }: { ctx: Context }) {
  const t = wordsFor(ctx, 'shell')
  const [day, changes] = await Promise.all([
    readToday(ctx),
    can(ctx.actor, 'changes.write') ? latestChanges(ctx, 5) : undefined,
  ])
  if (day.totals.count === 0) {
    return (
      <div className="grid justify-items-start gap-3">
        <p className="font-semibold">{t('noData')}</p>
        <p className="text-base text-ink-2">{t('noDataHint')}</p>
        <div className="flex flex-wrap gap-2">
          {can(ctx.actor, 'imports.write') && (
            <Link href="/imports/new" className="btn btn-go">
              {wordsFor(ctx, 'files')('new')}
            </Link>
          )}
          {can(ctx.actor, 'customers.write') && (
            <Link href="/customers/new" className="btn">
              {t('newCustomer')}
            </Link>
          )}
        </div>
      </div>
    )
  }
  return (
    <>
      {day.sample && (
        <div>
          <Notice>{t('sampleCompany')}</Notice>
        </div>
      )}
      <Portfolio ctx={ctx} day={day} />
      <Worst ctx={ctx} day={day} />
      <Findings ctx={ctx} day={day} />
      {changes && <RecentChanges ctx={ctx} changes={changes} />}
    </>
  )
}

function Portfolio({ ctx, day }: { ctx: Context; day: Day }) {
  const t = wordsFor(ctx, 'shell')
  const format = formatFor(ctx)
  const { totals, own } = day
  const collector = own ? [{ not: false, value: ctx.actor.handle }] : []
  return (
    <Section title={own || ctx.actor.portfolioOnly ? t('mine') : t('everyone')}>
      <dl className="flex flex-wrap gap-x-8 gap-y-3">
        <Figure label={t('customers')}>
          <Link href={customersAddress({ ...EVERYONE, collector })} className="hover:underline">
            {format.number(totals.count)}
          </Link>
        </Figure>
        <Figure label={t('balance')}>{format.rounded(totals.balance)}</Figure>
        <Figure label={t('overdue')} late>
          {format.rounded(totals.overdue)}
        </Figure>
      </dl>
      <AgeingStrip
        buckets={totals.buckets}
        size="md"
        label={ageingLabel(totals.buckets, format, wordsFor(ctx, 'words'))}
      />
      {totals.asOf && <p className="text-sm text-ink-2">{t('asOf', { moment: format.moment(totals.asOf) })}</p>}
    </Section>
  )
}

function Worst({ ctx, day }: { ctx: Context; day: Day }) {
  const t = wordsFor(ctx, 'shell')
  const columns = wordsFor(ctx, 'customers')
  const words = wordsFor(ctx, 'words')
  const format = formatFor(ctx)
  if (day.worst.length === 0)
    return (
      <Section title={t('worst')}>
        <p className="text-base text-ink-2">{t('nothingLate')}</p>
      </Section>
    )
  return (
    <Section title={t('worst')}>
      <div className="-mx-5 overflow-x-auto max-md:-mx-3.5">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{columns('columns.name')}</th>
              <th scope="col" className="max-md:hidden">
                {columns('columns.ageing')}
              </th>
              <th scope="col" className="num">
                {columns('columns.overdue')}
              </th>
              <th scope="col" className="num">
                {columns('columns.late')}
              </th>
            </tr>
          </thead>
          <tbody>
            {day.worst.map((row) => (
              <tr key={row.id}>
                <th scope="row" className="max-md:max-w-44">
                  <Link href={customerAddress(row.code)} className="font-semibold hover:underline">
                    {row.name}
                  </Link>
                </th>
                <td className="max-md:hidden">
                  <AgeingStrip buckets={row.buckets} label={ageingLabel(row.buckets, format, words)} />
                </td>
                <td className="num">{amountOf(row.overdue, format)}</td>
                <td className="num text-late">
                  <LateDays days={row.late} t={words} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  )
}

async function RecentChanges({ ctx, changes }: { ctx: Context; changes: ChangeView[] }) {
  const t = wordsFor(ctx, 'shell')
  const format = formatFor(ctx)
  if (changes.length === 0)
    return (
      <Section title={t('recentChanges')}>
        <p className="text-base text-ink-2">{t('noChanges')}</p>
      </Section>
    )
  const said = await wordChanges(ctx, changes)
  return (
    <Section title={t('recentChanges')}>
      <ul className="grid gap-1 text-base">
        {changes.map((change, index) => (
          <li key={change.key} className="flex flex-wrap gap-x-3">
            <Link href={`/changes/${change.key}`} className="link">
              {said[index]?.headline}
            </Link>
            <span className="text-ink-2">
              {change.author}, {format.moment(change.startedAt ?? change.createdAt)}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  )
}
