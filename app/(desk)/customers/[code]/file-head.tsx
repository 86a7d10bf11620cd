import { AgeingStrip } from '@/app/_blocks/ageing-strip'
import { ageingLabel, Figure, isOwed, isZero } from '@/app/_blocks/figures'
import { Link } from '@/app/_ui/link'
import { formatFor, wordsFor } from '@/app/reader'
import type { Context } from '@/lib/context'
import { customersAddress, EVERYONE } from '@/lib/customers/filter'
import type { CustomerFile } from '@/lib/customers/queries/file'
import { ContactMenu } from './contact-menu'

type Props = { ctx: Context; file: CustomerFile }

/** From here on a name has the whole width of a telephone, in smaller letters. */
const LONG_NAME = 50

/** Who it is, what can be done, what is owed: readable while the phone rings. */
export function FileHead({ ctx, file }: Props) {
  const words = wordsFor(ctx, 'words')
  const format = formatFor(ctx)
  const { customer, state } = file
  const long = customer.name.length > LONG_NAME
  const place = [customer.city, customer.country && format.country(customer.country)].filter(Boolean).join(', ')
  return (
    <>
      <div className="flex flex-wrap items-start gap-x-3.5 gap-y-2 px-5 pt-4 pb-3 max-md:px-3.5">
        <div
          className={`flex min-w-0 flex-1 flex-wrap items-baseline gap-x-3.5 gap-y-1 ${long ? 'max-sm:basis-full' : ''}`}
        >
          <h1
            className={`min-w-0 text-xl font-semibold tracking-tight [overflow-wrap:anywhere] ${long ? 'max-sm:text-lg' : ''}`}
          >
            {customer.name}
          </h1>
          <span className="code">{customer.code}</span>
          {place && <span className="text-md text-ink-3">{place}</span>}
          {state !== 'active' && <span className="tag tag-warn">{words(`states.${state}`)}</span>}
          {file.groups.map((group) => (
            <Link
              key={group.id}
              href={customersAddress({ ...EVERYONE, group: [{ not: false, value: group.slug }] })}
              className="tag hover:text-ink"
            >
              {group.name}
            </Link>
          ))}
        </div>
        <ContactMenu />
      </div>
      <Facts ctx={ctx} file={file} />
    </>
  )
}

/** What is owed, by whom it is collected, and how old it is. */
export function Facts({ ctx, file }: Props) {
  const t = wordsFor(ctx, 'customers')
  const words = wordsFor(ctx, 'words')
  const format = formatFor(ctx)
  const { customer, collector, late } = file
  const limit = customer.creditLimit
  return (
    <dl
      aria-label={t('file.figures')}
      className="grid grid-cols-2 gap-x-7 gap-y-3 px-5 pb-4 max-md:px-3.5 print:px-0 sm:flex sm:flex-wrap sm:items-start"
    >
      <Figure label={t('file.balance')}>{format.money(customer.balance)}</Figure>
      <Figure label={t('file.overdue')} late={isOwed(customer.overdue)}>
        {format.money(customer.overdue)}
      </Figure>
      {late !== null && <Figure label={t('file.oldest')}>{words('days', { days: late })}</Figure>}
      <Figure label={t('file.collector')}>
        {collector ? (
          <>
            {collector.name}
            {!collector.active && <span className="ml-1.5 text-sm font-normal text-ink-3">{words('inactive')}</span>}
          </>
        ) : (
          <span className="font-normal text-ink-3">{t('file.noCollector')}</span>
        )}
      </Figure>
      {customer.paymentTerm && <Figure label={t('file.terms')}>{customer.paymentTerm}</Figure>}
      {limit !== null && (
        <Figure label={t('file.limit')} late={exceeds(customer.balance, limit)}>
          {format.money(limit)}
          {exceeds(customer.balance, limit) && <span className="sr-only"> {t('file.overLimit')}</span>}
        </Figure>
      )}
      <Ageing ctx={ctx} buckets={file.buckets} />
    </dl>
  )
}

const AGES = [
  ['notDue', 'bg-age-0'],
  ['late30', 'bg-age-1'],
  ['late60', 'bg-age-2'],
  ['late90', 'bg-age-3'],
  ['lateOver', 'bg-age-4'],
] as const

function Ageing({ ctx, buckets }: { ctx: Context; buckets: string[] }) {
  const t = wordsFor(ctx, 'customers')
  const words = wordsFor(ctx, 'words')
  const format = formatFor(ctx)
  return (
    <div className="col-span-2 min-w-64 flex-1">
      <dt className="text-base text-ink-2">{t('file.ageingDays')}</dt>
      <dd>
        <div className="py-[7px]">
          <AgeingStrip size="md" buckets={buckets} label={ageingLabel(buckets, format, words)} />
        </div>
        <ul aria-hidden className="flex flex-wrap gap-x-2.5 text-xs text-ink-3">
          {AGES.map(([age, colour], index) => {
            const amount = buckets[index] ?? '0'
            if (isZero(amount)) return null
            return (
              <li key={age} className="flex items-center gap-1 whitespace-nowrap tabular-nums">
                <span className={`size-2 shrink-0 rounded-sm ${colour}`} />
                {t(`file.ages.${age}`)} <span className="text-ink-2">{format.rounded(amount)}</span>
              </li>
            )
          })}
        </ul>
      </dd>
    </div>
  )
}

/** Whether one amount is above another; figures to look at, exact enough for that. */
function exceeds(balance: string, limit: string): boolean {
  return Number(balance) > Number(limit)
}
