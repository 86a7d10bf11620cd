import { Download } from 'lucide-react'
import type { Metadata } from 'next'
import { MoreWords } from '@/app/_ui/words'
import { wordsFor } from '@/app/reader'
import type { ImportKind } from '@/db/schema/vocabulary'
import { requireContext } from '@/lib/auth/session'
import type { Context } from '@/lib/context'
import { kindsFor } from '@/lib/imports/queries/kinds'
import { MOST_BYTES } from '@/lib/imports/rules/limits'
import { UPLOAD_PROBLEMS } from '@/lib/imports/rules/upload'
import { Steps } from '../steps'
import { browserWords } from '../words'
import { Uploader } from './uploader'

export async function generateMetadata(): Promise<Metadata> {
  return { title: wordsFor(await requireContext('imports.write'), 'files')('new') }
}

type Props = { searchParams: Promise<{ kind?: string | string[]; problem?: string | string[] }> }

/** The first step: what is in the file, and the file. */
export default async function NewImportPage({ searchParams }: Props) {
  const ctx = await requireContext('imports.write')
  const t = wordsFor(ctx, 'files')
  const given = await searchParams
  const kinds = kindsFor(ctx)
  const chosen = kinds.find((kind) => kind === given.kind) ?? kinds[0]
  return (
    <div className="grid w-full max-w-3xl gap-5 px-5 py-5 max-md:px-3.5">
      <Steps ctx={ctx} here="file" />
      <header className="grid gap-1">
        <h1 className="text-xl font-semibold tracking-tight">{t('new')}</h1>
        <p className="text-base text-ink-2">{t('upload.intro')}</p>
      </header>
      <MoreWords messages={browserWords(ctx, 'upload')}>
        <Uploader problem={UPLOAD_PROBLEMS.find((one) => one === given.problem)} most={MOST_BYTES}>
          <Kinds ctx={ctx} kinds={kinds} chosen={chosen} />
        </Uploader>
      </MoreWords>
    </div>
  )
}

function Kinds({ ctx, kinds, chosen }: { ctx: Context; kinds: ImportKind[]; chosen: ImportKind | undefined }) {
  const t = wordsFor(ctx, 'files')
  return (
    <fieldset>
      <legend className="mb-2 text-base font-medium text-ink-2">{t('upload.kind')}</legend>
      <div className="grid gap-2 sm:grid-cols-2">
        {kinds.map((kind) => (
          <div
            key={kind}
            className="grid grid-cols-[16px_1fr_auto] items-start gap-x-2.5 rounded-lg border border-line bg-surface p-3 has-[input:checked]:border-accent has-[input:checked]:bg-accent-soft"
          >
            <input
              id={`kind-${kind}`}
              type="radio"
              name="kind"
              value={kind}
              defaultChecked={kind === chosen}
              aria-describedby={`kind-${kind}-hint`}
              className="tick mt-1"
            />
            <label htmlFor={`kind-${kind}`} className="text-md font-medium">
              {t(`kinds.${kind}`)}
            </label>
            <a href={`/samples/${kind}.csv`} download className="link flex items-center gap-1 text-sm">
              <Download className="size-3.5" aria-hidden />
              <span aria-hidden>{t('upload.template')}</span>
              <span className="sr-only">{t('upload.templateFor', { kind: t(`kinds.${kind}`) })}</span>
            </a>
            <p id={`kind-${kind}-hint`} className="col-span-2 col-start-2 text-sm text-ink-2">
              {t(`kindHints.${kind}`)}
            </p>
          </div>
        ))}
      </div>
    </fieldset>
  )
}
