import { CustomerFields, FIELD_PARTS } from '@/app/_blocks/customer-fields'
import { Kept, SearchBar, unfielded } from '@/app/_blocks/search-bar'
import type { SpokenPart } from '@/app/_blocks/search-words'
import { Icon } from '@/app/_ui/icon'
import { Link } from '@/app/_ui/link'
import type { OpenPanel } from '@/app/_ui/panel'
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

const writtenIn = ({ filter, view }: Pick<Props, 'filter' | 'view'>) => [
  ...new URLSearchParams(writeCustomerAddress(filter, { ...view, page: 1, exact: false })),
]

/**
 * The search for customers: its words, chips and panel, a paste, and what can be made of it. `inPlace`: its fields
 * stand in the page.
 */
export function FilterBar({ open, inPlace, ...props }: Props & { open: OpenPanel; inPlace: boolean }) {
  const { ctx, filter, view, parts, problems } = props
  const t = wordsFor(ctx, 'customers')
  const unsorted = (part: string) =>
    part === 'list' && view.sort === 'pasted' ? { sort: 'code' as const, descending: false } : {}
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
      kept={unfielded(writtenIn(props), problems)}
      open={open}
      fields={inPlace && <FilterFields {...props} />}
      clear={customersAddress(EVERYONE, { ...view, saved: '', page: 1, exact: false })}
      end={
        <>
          {view.saved === '' && <SaveView ctx={ctx} open={open} search={writeCustomerAddress(filter, view)} />}
          {can(ctx.actor, 'customers.write') && (
            <Link href="/customers/new" className="btn">
              <Icon name="plus" className="size-3.5" />
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

/** The fields of the form, and what it has no field for. */
export function FilterFields(props: Props) {
  const t = wordsFor(props.ctx, 'customers')
  const missing = MISSING.map((what) => ({ value: what, label: t(`missing.${what}`) }))
  const present = MISSING.map((what) => ({ value: `!${what}`, label: t(`present.${what}`) }))
  const contact = { part: 'contact', label: t('parts.contact'), tokens: props.filter.contact }
  return (
    <>
      <Kept fields={writtenIn(props).filter(([name]) => !FIELD_PARTS.includes(name) && name !== 'contact')} />
      <CustomerFields {...props} after={[{ ...contact, groups: [{ options: [...missing, ...present] }] }]} />
    </>
  )
}
