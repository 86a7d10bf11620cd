import { Building2, UserRound } from 'lucide-react'
import { isOwed } from '@/app/_blocks/figures'
import { Link } from '@/app/_ui/link'
import type { wordsFor } from '@/app/reader'
import { customerAddress } from '@/lib/customers/rules'
import type { Format } from '@/lib/i18n/format'
import type { Hit } from '@/lib/search/queries'

type Props = {
  hits: readonly Hit[]
  t: ReturnType<typeof wordsFor<'customers'>>
  words: ReturnType<typeof wordsFor<'words'>>
  format: Format
}

/** Each hit with what a caller is asked first: who, of which customer, what is owed. */
export function HitList({ hits, t, words, format }: Props) {
  return (
    <ul className="border-t border-line">
      {hits.map((hit) => {
        const Icon = hit.contact ? UserRound : Building2
        return (
          <li
            key={`${hit.customerId}-${hit.contact?.id ?? ''}`}
            className="relative grid grid-cols-[16px_minmax(0,1fr)_auto] gap-x-3 border-b border-line px-2 py-2 text-base hover:bg-sunken"
          >
            <Icon className="mt-0.5 size-4 text-ink-3" aria-hidden />
            <div className="min-w-0">
              <Link href={customerAddress(hit.code)} className="font-semibold after:absolute after:inset-0">
                {hit.contact?.name || hit.name}
              </Link>
              {hit.state !== 'active' && (
                <span className="tag tag-warn ml-2">{words(`states.${hit.state as 'blocked'}`)}</span>
              )}
              <p className="truncate text-sm text-ink-2">{lineOf(hit, words, format)}</p>
            </div>
            <div className="text-right">
              <span className="code">{hit.code}</span>
              {isOwed(hit.overdue) && (
                <p className="text-sm text-late tabular-nums">
                  {t('quick.overdue', { amount: format.money(hit.overdue) })}
                </p>
              )}
            </div>
          </li>
        )
      })}
    </ul>
  )
}

function lineOf({ contact, name, city, country, why }: Hit, words: Props['words'], format: Format): string {
  const place = [city, country && format.country(country)].filter(Boolean).join(', ')
  if (!contact) return place
  const role = words(`contactRoles.${contact.role as 'other'}`)
  return [name, role, why === 'email' ? contact.email : contact.phone, place].filter(Boolean).join(' · ')
}
