import { Readable } from 'node:stream'
import type { Context } from '@/lib/context'
import { formatter, localeOf } from '@/lib/i18n/format'
import { words } from '@/lib/i18n/words'
import type { Cells, Column } from '../kinds/kind'
import type { Choices, ExportKind } from '../rules'
import { csvOf } from '../write/csv'
import type { Speak } from '../write/sheet'
import { xlsxOf } from '../write/xlsx'

/** A list that is to be written: what it is called, what was searched for, in words. */
type Wanted = { kind: ExportKind; choices: Choices; said: string }

/** How many rows went into the file so far. */
export type Counted = { rows: number }

/** The bytes of a file, piece by piece, as its rows come. */
export function fileOf(
  ctx: Context,
  wanted: Wanted,
  columns: readonly Column[],
  pages: AsyncIterable<readonly Cells[]>,
  counted: Counted,
): Readable {
  const t = words(ctx.actor.language, 'exports')
  const sheet = { columns, pages: counting(pages, counted), speak: speakFor(ctx) }
  if (wanted.choices.format === 'csv') return Readable.from(csvOf(sheet, wanted.choices), { objectMode: false })
  return xlsxOf({
    ...sheet,
    name: t(`kinds.${wanted.kind}`),
    decimals: decimalsOf(ctx),
    about: () => ({ title: t('about'), facts: factsOf(ctx, wanted, counted.rows) }),
  })
}

/** What the sheet behind the list says. */
function factsOf(ctx: Context, { kind, said }: Wanted, rows: number): [string, string][] {
  const t = words(ctx.actor.language, 'exports')
  const format = formatFor(ctx)
  return [
    [t('facts.list'), t(`kinds.${kind}`)],
    [t('facts.search'), said || t('everything')],
    [t('facts.rows'), format.number(rows)],
    [t('facts.when'), `${format.moment(ctx.now)} (${ctx.actor.timeZone})`],
    [t('facts.who'), ctx.actor.name],
    [t('facts.company'), ctx.company.name],
    [t('facts.currency'), ctx.company.currency],
    ...(ctx.actor.portfolioOnly ? [[t('facts.scope'), t('ownPortfolio')] as [string, string]] : []),
  ]
}

async function* counting(pages: AsyncIterable<readonly Cells[]>, counted: Counted): AsyncGenerator<readonly Cells[]> {
  for await (const page of pages) {
    counted.rows += page.length
    yield page
  }
}

function formatFor({ actor, company }: Context) {
  return formatter({ ...actor, country: company.country, currency: company.currency })
}

function speakFor(ctx: Context): Speak {
  const t = words(ctx.actor.language, 'words')
  const format = formatFor(ctx)
  const moment = new Intl.DateTimeFormat(localeOf(ctx.actor.language, ctx.company.country), {
    timeZone: 'UTC',
    dateStyle: 'short',
    timeStyle: 'medium',
  })
  return {
    yes: t('yes').toLowerCase(),
    no: t('no').toLowerCase(),
    day: format.day,
    moment: (isoMoment) => moment.format(new Date(`${isoMoment.replace(' ', 'T')}Z`)),
  }
}

function decimalsOf({ company }: Context): number {
  const { maximumFractionDigits } = new Intl.NumberFormat('en', {
    style: 'currency',
    currency: company.currency,
  }).resolvedOptions()
  return maximumFractionDigits ?? 2
}
