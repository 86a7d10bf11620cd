import { Link } from '@/app/_ui/link'
import { Notice } from '@/app/_ui/notice'
import { wordsFor } from '@/app/reader'
import type { Context } from '@/lib/context'
import type { ImportView } from '@/lib/imports/queries/imports'
import type { Offer } from '@/lib/imports/queries/mappings'
import type { Suggestion } from '@/lib/imports/queries/suggest'
import { agoWords } from '../../words'
import { ForgetButton } from './forget-button'

type Props = { ctx: Context; found: ImportView; suggestion: Suggestion }

/** What is remembered for files like this one: which of it is in use, and what else there is. */
export function Offers({ ctx, found, suggestion: { used, offers } }: Props) {
  const t = wordsFor(ctx, 'files')
  const at = (by: string | number) => `/imports/${found.key}/columns?by=${by}`
  if (!used && offers.length === 0) return null
  return (
    <div className="grid max-w-3xl gap-2">
      {used && (
        <Notice tone="good">
          {remembered(ctx, used)}{' '}
          <Link href={at('none')} className="link">
            {t('columns.fromHeadings')}
          </Link>
        </Notice>
      )}
      {offers.length > 0 && (
        <details className="text-base">
          <summary className="w-fit text-ink-2">{t('columns.others')}</summary>
          <ul className="grid gap-1.5 pt-2">
            {offers.map((offer) => (
              <li key={offer.id} className="flex flex-wrap items-center gap-x-3 gap-y-1">
                <span className="min-w-0 flex-1 basis-60">{remembered(ctx, offer)}</span>
                <Link href={at(offer.id)} className="link">
                  {t('columns.use', { name: offer.name })}
                </Link>
                <ForgetButton id={offer.id} name={offer.name} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  )
}

function remembered(ctx: Context, { name, lastUsedAt, lastUsedBy, unknown }: Offer): string {
  const ago = agoWords(ctx, lastUsedAt)
  return wordsFor(ctx, 'files')('columns.remembered', { name, ago, author: lastUsedBy ?? 'none', unknown })
}
