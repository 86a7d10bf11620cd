import { Link } from '@/app/_ui/link'
import { Notice } from '@/app/_ui/notice'
import { formatFor, wordsFor } from '@/app/reader'
import { type Context, today } from '@/lib/context'
import { listCurrenciesWithoutRate } from '@/lib/customers/queries/without-rate'
import { listRates, type Rate } from '@/lib/settings/queries'
import { currencies } from '@/lib/settings/rules'
import { ChangeRate } from './change-rate'
import { named } from './named'
import { NewRateForm } from './new-rate-form'

/** What other currencies are worth, and which of those that are owed in nobody knows the worth of. */
export async function Rates({ ctx, page }: { ctx: Context; page: number }) {
  const t = wordsFor(ctx, 'admin')
  const format = formatFor(ctx)
  const { currency } = ctx.company
  const lacking = await listCurrenciesWithoutRate(ctx)
  const listed = await listRates(ctx, page)
  const offered = named(
    currencies().filter((code) => code !== currency),
    ctx.actor.language,
    'currency',
  )
  return (
    <section aria-labelledby="rates" className="mt-4 grid gap-5 border-t border-line pt-6">
      <div className="grid gap-1">
        <h2 id="rates" className="scroll-mt-16 font-semibold">
          {t('rates.title')}
        </h2>
        <p className="text-base text-ink-2">{t('rates.lead', { currency })}</p>
      </div>
      {lacking.length > 0 && (
        <Notice tone="warn">
          {format.list(lacking.map(({ currency, count }) => t('rates.lacking', { currency, count })))}
        </Notice>
      )}
      <NewRateForm currencies={offered} main={currency} first={lacking[0]?.currency ?? ''} day={today(ctx)} />
      {listed.total > 0 && <Table ctx={ctx} rows={listed.rows} />}
      <Steps ctx={ctx} {...listed} />
    </section>
  )
}

function Table({ ctx, rows }: { ctx: Context; rows: Rate[] }) {
  const t = wordsFor(ctx, 'admin')
  return (
    <div className="-ml-5 max-w-2xl overflow-x-auto max-md:-mx-3.5">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t('rates.currency')}</th>
            <th scope="col">{t('rates.from')}</th>
            <th scope="col" className="num max-md:whitespace-normal!">
              {t('rates.worth', { currency: ctx.company.currency })}
            </th>
            <th scope="col">
              <span className="sr-only">{t('rates.change')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={`${row.currency} ${row.day}`} ctx={ctx} row={row} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Row({ ctx, row }: { ctx: Context; row: Rate }) {
  const t = wordsFor(ctx, 'admin')
  const format = formatFor(ctx)
  const day = format.day(row.day)
  return (
    <tr>
      <th scope="row" className="font-semibold">
        {row.currency}
      </th>
      <td className="tabular-nums">
        {day}
        {row.counts && <span className="tag ml-2 max-md:ml-0 max-md:table">{t('rates.counts')}</span>}
      </td>
      <td className="num">{format.rate(row.rate)}</td>
      <td className="text-right">
        <ChangeRate rate={row} label={t('rates.named', { currency: row.currency, day })} />
      </td>
    </tr>
  )
}

type Place = { page: number; pages: number }

function Steps({ ctx, page, pages }: Place & { ctx: Context }) {
  if (pages === 1) return null
  const words = wordsFor(ctx, 'words')
  const at = (number: number) => `/admin/settings?rates=${number}#rates`
  return (
    <nav aria-label={wordsFor(ctx, 'admin')('rates.pages')} className="flex items-center gap-4 text-base text-ink-2">
      {page > 1 && (
        <Link href={at(page - 1)} className="link">
          {words('previous')}
        </Link>
      )}
      <span className="tabular-nums">{words('page', { page, pages })}</span>
      {page < pages && (
        <Link href={at(page + 1)} className="link">
          {words('next')}
        </Link>
      )}
    </nav>
  )
}
