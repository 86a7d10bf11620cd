import { isOwed } from '@/app/_blocks/figures'
import { formatFor, wordsFor } from '@/app/reader'
import { can } from '@/lib/auth/permissions'
import { contactAddress } from '@/lib/contacts/rules'
import type { Context } from '@/lib/context'
import { customersAddress, EVERYONE } from '@/lib/customers/filter'
import { customerAddress } from '@/lib/customers/rules'
import type { CustomerHit, Hit, UserHit } from '@/lib/search/queries/hits'
import { hitKey } from '@/lib/search/queries/quick'
import { viewAddress } from '@/lib/views/rules'

/** A hit as it is shown: who, of which customer and where, what is owed, and why it is there. */
export type SpokenHit = {
  key: string
  href: string
  what: 'customer' | 'contact' | 'user' | 'view'
  name: string
  /** What was looked for and where it stands: `Telephone 01 44 55 66 77`. */
  why: string
  line: string
  code: string
  overdue: string
  /** Said only where it is not the usual one. */
  state: string
  /** Nobody else can be meant. */
  sure: boolean
}

export function speakHit(ctx: Context, hit: Hit): SpokenHit {
  const t = wordsFor(ctx, 'quick')
  const { sure } = hit
  const spoken = { key: hitKey(hit), sure, why: t(`why.${hit.why}`), code: '', overdue: '', state: '' }
  if (hit.kind === 'customer') return { ...spoken, ...speakCustomer(ctx, hit) }
  if (hit.kind === 'user') return { ...spoken, ...speakUser(ctx, hit) }
  return {
    ...spoken,
    what: 'view',
    href: viewAddress(hit),
    name: hit.name,
    line: t('viewOf', { owner: hit.owner }),
  }
}

function speakCustomer(ctx: Context, hit: CustomerHit) {
  const { why, code, name, city, country, state, overdue, contact } = hit
  const format = formatFor(ctx)
  const words = wordsFor(ctx, 'words')
  const value = why === 'email' ? contact?.email : why === 'phone' ? contact?.phone : ''
  const place = [city, country && format.country(country)].filter(Boolean).join(', ')
  return {
    what: contact ? ('contact' as const) : ('customer' as const),
    href: contact ? contactAddress(code, contact.id) : customerAddress(code),
    name: contact?.name || name,
    why: [wordsFor(ctx, 'quick')(`why.${why}`), value].filter(Boolean).join(' '),
    line: [contact && name, contact && words(`contactRoles.${contact.role}`), place].filter(Boolean).join(' · '),
    code,
    overdue: isOwed(overdue) ? format.rounded(overdue) : '',
    state: state === 'active' ? '' : words(`states.${state}`),
  }
}

/** To the user's page for those who look after users, for others to the customers of that colleague. */
function speakUser(ctx: Context, { handle, name, role, active }: UserHit) {
  const words = wordsFor(ctx, 'words')
  const portfolio = { ...EVERYONE, colleague: [{ not: false, value: handle }] }
  return {
    what: 'user' as const,
    href: can(ctx.actor, 'users.write') ? `/admin/users/${handle}` : customersAddress(portfolio),
    name,
    line: words(`roles.${role}`),
    state: active ? '' : words('inactive'),
  }
}
