import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { Notice } from '@/app/_ui/notice'
import { wordsFor } from '@/app/reader'
import { IMPORT_KINDS } from '@/db/schema/vocabulary'
import { requireContext } from '@/lib/auth/session'
import { Refusal } from '@/lib/errors'
import { mayImport } from '@/lib/imports/commands/allowed'
import { undecided } from '@/lib/imports/commands/read'
import { readChosen, withSpoken } from '@/lib/imports/input/reading'
import { recogniseShown } from '@/lib/imports/queries/reading'
import { Head } from '../head'
import { loadStep } from '../load'
import { Go } from './go'
import { Parts, type Shown } from './parts'
import { Preview } from './preview'
import { NoTable, orReason } from './unreadable'

type Props = { params: Promise<{ key: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { ctx, found } = await loadStep((await params).key, 'read')
  const t = wordsFor(ctx, 'files')
  return { title: t('titleOf', { step: t('steps.read'), file: found.fileName }) }
}

/** The second step: how the file is written, as recognised and as somebody chose otherwise in the address. */
export default async function ReadPage({ params, searchParams }: Props) {
  await requireContext('imports.write')
  const { ctx, found } = await loadStep((await params).key, 'read')
  const t = wordsFor(ctx, 'files')
  const given = await searchParams
  const kind = IMPORT_KINDS.find((one) => one === given.kind && mayImport(ctx, one)) ?? found.kind
  const said = readChosen(given)
  const answered = Object.values(said).some((part) => part !== undefined)
  const { encoding, sheet, from } = (answered ? said : found.reading) ?? said
  const chosen = { encoding, sheet: sheet ?? undefined, from }
  const recognised = await orReason(recogniseShown(ctx, { key: found.key, kind }, chosen))
  if (recognised instanceof Refusal) {
    return (
      <Frame>
        <Head ctx={ctx} found={found} step="read" />
        <NoTable ctx={ctx} reason={recognised} kind={kind} />
      </Frame>
    )
  }
  const reading = withSpoken((answered ? undefined : found.reading) ?? recognised.reading, said)
  const open = undecided(reading, recognised)
  const shown = { ctx, found, kind, recognised, reading }
  return (
    <Frame>
      <Head ctx={ctx} found={found} step="read" />
      <p className="max-w-3xl text-base text-ink-2">{t('read.intro')}</p>
      <Parts {...shown} />
      <Letters {...shown} />
      {open.includes('decimal') && <Notice tone="warn">{t('read.openDecimal')}</Notice>}
      {open.includes('dates') && <Notice tone="warn">{t('read.openDates')}</Notice>}
      <Preview {...shown}>
        <Go {...shown} />
      </Preview>
    </Frame>
  )
}

function Frame({ children }: { children: ReactNode }) {
  return <div className="grid min-w-0 gap-5 py-5 [&>*]:mx-5 max-md:[&>*]:mx-3.5">{children}</div>
}

/**
 * Where one has to look: at what is broken in UTF-8, or at the first letter of which nobody is sure. Elsewhere such a
 * line is no trouble.
 */
function Letters({ ctx, recognised: { broken, reading: seems, sure }, reading }: Shown) {
  const t = wordsFor(ctx, 'files')
  if (!broken) return null
  if (reading.encoding === 'utf-8') return <Notice tone="warn">{t('read.broken', broken)}</Notice>
  if (sure.encoding || reading.encoding !== seems.encoding) return null
  return <Notice tone="warn">{t('read.guessed', broken)}</Notice>
}
