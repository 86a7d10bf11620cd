import type { Metadata } from 'next'
import { forbidden, notFound } from 'next/navigation'
import type { Addressed } from '@/app/_blocks/addressed'
import { Link } from '@/app/_ui/link'
import { Notice } from '@/app/_ui/notice'
import { wordsFor } from '@/app/reader'
import { requireContext } from '@/lib/auth/session'
import type { Context } from '@/lib/context'
import { Refusal } from '@/lib/errors'
import { type ExportTarget, wholeSearch } from '@/lib/exports/input'
import { lastChoices } from '@/lib/exports/queries/exports'
import { type ExportSize, maySee, sizeExport } from '@/lib/exports/queries/size'
import { EXPORT_KINDS, type ExportKind, placeOf } from '@/lib/exports/rules'
import { ChoicesForm } from '../../choices-form'
import { sayTarget } from '../../said'

type Props = { params: Promise<{ kind: string }>; searchParams: Promise<Addressed> }

async function load({ params }: Props): Promise<{ ctx: Context; kind: ExportKind }> {
  const ctx = await requireContext('exports.write')
  const asked = (await params).kind
  const kind = EXPORT_KINDS.find((name) => name === asked)
  if (!kind) notFound()
  if (!maySee(ctx, kind)) forbidden()
  return { ctx, kind }
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const { ctx, kind } = await load(props)
  const t = wordsFor(ctx, 'exports')
  return { title: t('exportOf', { list: t(`kinds.${kind}`) }) }
}

/** What would be exported and how: the address is the list's own, so that the file is what the list shows. */
export default async function NewExportPage(props: Props) {
  const { ctx, kind } = await load(props)
  const search = searchIn(await props.searchParams)
  const target = wholeSearch(search)
  const [size, choices] = await Promise.all([sizeOf(ctx, kind, target), lastChoices(ctx)])
  const t = wordsFor(ctx, 'exports')
  return (
    <div className="grid max-w-3xl content-start gap-5 px-5 py-5 max-md:px-3.5">
      <header className="grid gap-1.5">
        <h1 className="text-xl font-semibold tracking-tight">{t('exportOf', { list: t(`kinds.${kind}`) })}</h1>
        {size && <p className="text-base text-ink-2 [overflow-wrap:anywhere]">{await sayTarget(ctx, kind, target)}</p>}
        <p className="text-base">
          {size && (
            <span className="mr-3 font-semibold tabular-nums">
              {size.large ? t('countAbout', { count: size.rows }) : t('count', { count: size.rows })}
            </span>
          )}
          <Link href={placeOf(kind, search)} className="link">
            {t('backToList')}
          </Link>
        </p>
        {ctx.actor.portfolioOnly && <p className="text-base text-ink-2">{t('ownPortfolio')}</p>}
      </header>
      {size ? (
        <ChoicesForm ctx={ctx} choices={choices} rows={size.rows} large={size.large}>
          <input type="hidden" name="kind" value={kind} />
          <input type="hidden" name="search" value={search} />
        </ChoicesForm>
      ) : (
        <Notice tone="bad">{t('broken')}</Notice>
      )}
    </div>
  )
}

/** Undefined where a part of the search cannot be applied: then there is nothing to export. */
async function sizeOf(ctx: Context, kind: ExportKind, target: ExportTarget): Promise<ExportSize | undefined> {
  try {
    return await sizeExport(ctx, kind, target)
  } catch (error) {
    if (error instanceof Refusal && error.message === 'brokenSearch') return undefined
    if (error instanceof Refusal && error.code === 'not-found') notFound()
    throw error
  }
}

/** The address as it stands, put together again. */
function searchIn(query: Addressed): string {
  const pairs = Object.entries(query).flatMap(([name, value]) => [value ?? []].flat().map((one) => [name, one]))
  return new URLSearchParams(pairs).toString()
}
