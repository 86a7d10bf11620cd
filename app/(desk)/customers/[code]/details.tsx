import { Link } from '@/app/_ui/link'
import { formatFor, wordsFor } from '@/app/reader'
import { can } from '@/lib/auth/permissions'
import type { Context } from '@/lib/context'
import { type Fact, lockedFacts } from '@/lib/customers/input'
import type { CustomerFile } from '@/lib/customers/queries/file'
import { customerAddress } from '@/lib/customers/rules'
import { factChoices } from '../fact-choices'
import { EditFacts } from './edit-facts'
import { Ours } from './ours'
import { oursOf } from './ours-of'

type Props = { ctx: Context; file: CustomerFile; edits: boolean }

/** What is known of the customer: from the books on the left of the line, from us below. */
export async function Details({ ctx, file, edits }: Props) {
  const t = wordsFor(ctx, 'customers')
  const { customer } = file
  const locked = lockedFacts(customer.erpFields)
  if (edits) {
    return (
      <EditFacts
        customerId={customer.id}
        version={customer.version}
        code={customer.code}
        facts={
          Object.fromEntries(FACT_ROWS.flat().map((fact) => [fact, customer[fact]])) as Record<Fact, string | null>
        }
        locked={[...locked]}
        choices={factChoices(ctx, customer)}
        currency={ctx.company.currency}
      />
    )
  }
  return (
    <div className="grid gap-6 px-5 py-4 max-md:px-3.5">
      <section aria-labelledby="facts">
        <div className="flex min-h-8 items-center justify-between gap-3">
          <h2 id="facts" className="font-semibold">
            {t('file.facts')}
          </h2>
          {can(ctx.actor, 'customers.write') && (
            <Link href={`${customerAddress(customer.code)}?tab=details&edit=1`} scroll={false} className="btn no-print">
              {t('file.editFacts')}
            </Link>
          )}
        </div>
        <dl className="mt-1 grid gap-x-10 text-base md:grid-cols-2">
          {FACT_ROWS.flat().map((fact) => (
            <FactRow key={fact} ctx={ctx} file={file} fact={fact} locked={locked.has(fact)} />
          ))}
        </dl>
        {locked.size > 0 && <p className="mt-2 text-sm text-ink-3">{t('file.erpNote')}</p>}
      </section>
      <section aria-labelledby="ours">
        <h2 id="ours" className="flex min-h-8 items-center font-semibold">
          {t('file.ours')}
        </h2>
        <Ours {...(await oursOf(ctx, file))} />
      </section>
    </div>
  )
}

const FACT_ROWS: Fact[][] = [
  ['name', 'tradingName'],
  ['legalId', 'vatNumber'],
  ['street', 'zip'],
  ['city', 'region'],
  ['country', 'language'],
  ['paymentTerm', 'paymentMeans'],
  ['creditLimit', 'currency'],
]

type RowProps = { ctx: Context; file: CustomerFile; fact: Fact; locked: boolean }

function FactRow({ ctx, file, fact, locked }: RowProps) {
  const t = wordsFor(ctx, 'customers')
  return (
    <div className="grid grid-cols-[140px_minmax(0,1fr)] gap-3 border-b border-line py-1.5">
      <dt className="text-ink-2">{t(`form.fields.${fact}`)}</dt>
      <dd className="min-w-0 [overflow-wrap:anywhere]">
        {spoken(ctx, file, fact)}
        {locked && (
          <span className="tag ml-2" title={t('file.erpHint')}>
            {t('file.erp')}
          </span>
        )}
      </dd>
    </div>
  )
}

function spoken(ctx: Context, { customer }: CustomerFile, fact: Fact): string {
  const format = formatFor(ctx)
  const value = customer[fact]
  if (value === null) return ''
  if (fact === 'country') return format.country(value)
  if (fact === 'language') return format.language(value)
  return fact === 'creditLimit' ? format.money(value) : value
}
