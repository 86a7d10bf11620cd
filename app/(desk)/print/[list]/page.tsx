import type { Metadata } from 'next'
import { forbidden, notFound } from 'next/navigation'
import type { Addressed } from '@/app/_blocks/addressed'
import { TooLong } from '@/app/_blocks/blank'
import { Paper } from '@/app/_blocks/paper'
import { Link } from '@/app/_ui/link'
import { Notice } from '@/app/_ui/notice'
import { wordsFor } from '@/app/reader'
import { requireContext } from '@/lib/auth/session'
import type { Context } from '@/lib/context'
import { wholeSearch } from '@/lib/exports/input'
import { maySee } from '@/lib/exports/queries/size'
import { PRINTED, type Printed, printAddress } from '@/lib/exports/rules'
import { sayTarget } from '../../exports/said'
import { PAPERS } from './papers'

type Props = { params: Promise<{ list: string }>; searchParams: Promise<Addressed> }

async function load({ params }: Props): Promise<{ ctx: Context; list: Printed }> {
  const ctx = await requireContext()
  const asked = (await params).list
  const list = PRINTED.find((name) => name === asked)
  if (!list) notFound()
  if (!maySee(ctx, list)) forbidden()
  return { ctx, list }
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const { ctx, list } = await load(props)
  const t = wordsFor(ctx, 'exports')
  return { title: t('printOf', { list: t(`kinds.${list}`) }) }
}

/** A list from its first row on, as it is printed: whoever may read it may print it. */
export default async function PrintPage(props: Props) {
  const { ctx, list } = await load(props)
  const t = wordsFor(ctx, 'exports')
  const paper = await PAPERS[list](ctx, await props.searchParams)
  if (paper === 'broken') {
    return (
      <div className="max-w-3xl px-5 py-5 max-md:px-3.5">
        <Notice tone="bad">{t('broken')}</Notice>
      </div>
    )
  }
  if (!paper) return <TooLong ctx={ctx} />
  const { search, rows, cut, back, table } = paper
  return (
    <Paper
      ctx={ctx}
      title={t(`kinds.${list}`)}
      said={await sayTarget(ctx, list, wholeSearch(search))}
      rows={rows}
      cut={cut}
      back={back}
      file={{ kind: list, search }}
      ways={
        list === 'customers' && (
          <Link href={printAddress('items', search)} className="link">
            {t('printItems')}
          </Link>
        )
      }
    >
      {table}
    </Paper>
  )
}
