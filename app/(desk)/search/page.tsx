import type { Metadata } from 'next'
import { speakHit } from '@/app/_blocks/hit-words'
import { Icon } from '@/app/_ui/icon'
import { Link } from '@/app/_ui/link'
import { wordsFor } from '@/app/reader'
import { requireContext } from '@/lib/auth/session'
import type { Context } from '@/lib/context'
import { customersAddress, EVERYONE } from '@/lib/customers/filter'
import type { Found } from '@/lib/search/queries/hits'
import { quickSearch } from '@/lib/search/queries/quick'
import { hasLetterOrDigit, searchText } from '@/lib/search/rules'
import { HitList } from './hit-list'

const MOST = 50

type Props = { searchParams: Promise<{ q?: string | string[] }> }

const textOf = async (searchParams: Props['searchParams']) => searchText([(await searchParams).q ?? ''].flat()[0] ?? '')

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  const t = wordsFor(await requireContext('customers.read'), 'quick')
  const text = await textOf(searchParams)
  return { title: text === '' ? t('title') : t('titleFor', { text }) }
}

/** All that the quick search finds. A plain form: it is also what a telephone and a browser without JavaScript get. */
export default async function SearchPage({ searchParams }: Props) {
  const ctx = await requireContext('customers.read')
  const t = wordsFor(ctx, 'quick')
  const text = await textOf(searchParams)
  return (
    <div className="grid w-full max-w-4xl gap-4 px-5 py-5 max-md:px-3.5">
      <h1 className="text-xl font-semibold tracking-tight">{t('title')}</h1>
      <form action="/search" className="flex gap-2">
        <input
          type="search"
          name="q"
          defaultValue={text}
          key={text}
          maxLength={100}
          autoComplete="off"
          // biome-ignore lint/a11y/noAutofocus: looking for somebody is all there is to do here
          autoFocus={text === ''}
          aria-label={t('label')}
          aria-describedby="search-hint"
          placeholder={t('placeholder')}
          className="input h-9"
        />
        <button type="submit" className="btn btn-go h-9">
          <Icon name="search" />
          {t('go')}
        </button>
      </form>
      <p id="search-hint" className="-mt-2 text-sm text-ink-3">
        {t('hint')}
      </p>
      {text !== '' && <Results ctx={ctx} text={text} found={await quickSearch(ctx, text, MOST)} />}
    </div>
  )
}

function Results({ ctx, text, found: { hits, partly } }: { ctx: Context; text: string; found: Found }) {
  const t = wordsFor(ctx, 'quick')
  const everywhere = (
    <Link href={customersAddress({ ...EVERYONE, q: text, state: 'all' })} className="link justify-self-start text-base">
      {t('inCustomers', { text })}
    </Link>
  )
  if (hits.length === 0 && !hasLetterOrDigit(text)) {
    return (
      <p role="status" className="font-semibold">
        {t('signsOnly', { text })}
      </p>
    )
  }
  if (hits.length === 0) {
    return (
      <div className="grid gap-2">
        <p role="status" className="font-semibold">
          {t('nothing', { text })}
        </p>
        {partly && <p className="text-base text-ink-2">{t('partly')}</p>}
        <p className="text-base text-ink-2">{t('nothingHint')}</p>
        {everywhere}
      </div>
    )
  }
  return (
    <>
      <p role="status" className="text-base text-ink-2">
        {hits.length < MOST ? t('count', { count: hits.length }) : t('more', { count: MOST })}
      </p>
      <HitList hits={hits.map((hit) => speakHit(ctx, hit))} t={t} />
      {partly && <p className="text-base text-ink-2">{t('partly')}</p>}
      {everywhere}
    </>
  )
}
