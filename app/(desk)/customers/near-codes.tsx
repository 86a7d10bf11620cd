import type { ReactNode } from 'react'
import { CopyButton } from '@/app/_ui/copy-button'
import { PostedForm } from '@/app/_ui/posted-form'
import { wordsFor } from '@/app/reader'
import type { Context } from '@/lib/context'
import { takeOffersAction } from '@/lib/lists/actions'
import { type Near, takeable } from '@/lib/lists/rules/nearest'

type Props = { ctx: Context; near: Near[]; list: string; search: string; children: ReactNode }

/** Codes that exist beside those that do not, each to be taken by a person, or all of a kind where none is in doubt. */
export function NearCodes({ ctx, near, list, search, children }: Props) {
  const t = wordsFor(ctx, 'customers')
  const lines = near.map(({ code, offers }) => [code, ...offers.map((offer) => offer.code)].join('\t'))
  return (
    <section className="min-w-0 md:col-span-2">
      <div className="mb-1 flex flex-wrap items-center gap-2">
        <h2 className="mr-auto font-medium">{t('listNear')}</h2>
        <CopyButton text={lines.join('\n')} />
        {children}
      </div>
      <PostedForm action={takeOffersAction} className="grid gap-2">
        <input type="hidden" name="list" value={list} />
        <input type="hidden" name="search" value={search} />
        <div className="flex flex-wrap gap-2">
          {takeable(near).map(({ kind, count }) => (
            <button key={kind} type="submit" name="taken" value={`kind:${kind}`} className="btn">
              {t(`takeAll.${kind}`, { count })}
            </button>
          ))}
        </div>
        <ul className="max-h-80 divide-y divide-line overflow-y-auto rounded-md border border-line">
          {near.map((one) => (
            <Offers key={one.position} ctx={ctx} near={one} />
          ))}
        </ul>
      </PostedForm>
    </section>
  )
}

function Offers({ ctx, near }: { ctx: Context; near: Near }) {
  const t = wordsFor(ctx, 'customers')
  return (
    <li className="grid items-center gap-x-4 gap-y-1 px-2.5 py-1.5 md:grid-cols-[160px_minmax(0,1fr)_minmax(0,2fr)]">
      <span className="code truncate">{near.code}</span>
      <span className="text-ink-2">
        {t(`near.${near.kind}`)}
        {near.lost && <span className="block text-sm">{t('nearLost')}</span>}
        {near.offers.every(({ listed }) => listed) && <span className="block text-sm">{t('nearListed')}</span>}
        {near.more && <span className="block text-sm">{t('nearMore')}</span>}
      </span>
      <span className="flex flex-wrap gap-1.5">
        {near.offers.map(({ code, name }) => (
          <button
            key={code}
            type="submit"
            name="taken"
            value={`${near.position}:${code}`}
            aria-label={t('takeOne', { code, name, instead: near.code })}
            className="btn h-7 max-w-full"
          >
            <span className="code text-ink">{code}</span>
            <span className="truncate text-ink-2">{name}</span>
          </button>
        ))}
      </span>
    </li>
  )
}
