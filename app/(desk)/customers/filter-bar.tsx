import { Plus } from 'lucide-react'
import { CustomerFields, FIELD_PARTS } from '@/app/_blocks/customer-fields'
import { SearchBar } from '@/app/_blocks/search-bar'
import type { SpokenPart } from '@/app/_blocks/search-words'
import { Link } from '@/app/_ui/link'
import { wordsFor } from '@/app/reader'
import { can } from '@/lib/auth/permissions'
import type { Context } from '@/lib/context'
import {
  type CustomerFilter,
  type CustomerView,
  customersAddress,
  EVERYONE,
  MISSING,
  writeCustomerAddress,
} from '@/lib/customers/filter'
import type { Problem } from '@/lib/filter'
import { PasteBox } from './paste-box'
import { SaveView } from './save-view'

type Props = {
  ctx: Context
  filter: CustomerFilter
  view: CustomerView
  parts: SpokenPart[]
  problems: Problem[]
}

/** The search for customers: its words, chips and panel, a paste, and what can be made of it. */
export function FilterBar({ ctx, filter, view, parts, problems }: Props) {
  const t = wordsFor(ctx, 'customers')
  const written = new URLSearchParams(writeCustomerAddress(filter, { ...view, page: 1, exact: false }))
  const unsorted = (part: string) =>
    part === 'list' && view.sort === 'pasted' ? { sort: 'code' as const, descending: false } : {}
  const missing = MISSING.map((what) => ({ value: what, label: t(`missing.${what}`) }))
  const present = MISSING.map((what) => ({ value: `!${what}`, label: t(`present.${what}`) }))
  const contact = { part: 'contact', label: t('parts.contact'), tokens: filter.contact }
  return (
    <SearchBar
      ctx={ctx}
      action="/customers"
      state={`${writeCustomerAddress(filter, view)} ${JSON.stringify(problems)}`}
      q={filter.q}
      placeholder={t('searchPlaceholder')}
      parts={parts}
      list={filter.list}
      hrefTo={(other, part) => customersAddress(other, { ...view, page: 1, exact: false, ...unsorted(part) })}
      kept={[...written].filter(([name]) => !FIELD_PARTS.includes(name) && name !== 'contact')}
      fields={
        <CustomerFields
          {...{ ctx, filter, parts, problems }}
          after={[{ ...contact, groups: [{ options: [...missing, ...present] }] }]}
        />
      }
      clear={customersAddress(EVERYONE, { ...view, saved: '', page: 1, exact: false })}
      end={
        <>
          {view.saved === '' && <SaveView ctx={ctx} search={writeCustomerAddress(filter, view)} />}
          {can(ctx.actor, 'customers.write') && (
            <Link href="/customers/new" className="btn">
              <Plus className="size-3.5" aria-hidden />
              {t('new')}
            </Link>
          )}
        </>
      }
    >
      <PasteBox search={writeCustomerAddress(filter, { saved: view.saved })} />
    </SearchBar>
  )
}
