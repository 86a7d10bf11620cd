import { searchLine, speak } from '@/app/_blocks/search-words'
import { formatFor, wordsFor } from '@/app/reader'
import { getChange } from '@/lib/changes/queries/changes'
import { ofCustomers, readContactAddress } from '@/lib/contacts/filter'
import type { Context } from '@/lib/context'
import { readCustomerAddress } from '@/lib/customers/filter'
import { aimAt } from '@/lib/customers/queries/aim'
import type { ExportTarget } from '@/lib/exports/input'
import type { ExportKind } from '@/lib/exports/rules'
import { LIST_GROUPS } from '@/lib/lists/queries'
import { readHistoryAddress } from '@/lib/reports/filter'
import { importCalled } from '@/lib/reports/queries'
import { readUserAddress } from '@/lib/users/filter'
import { wordChange } from '../changes/[id]/words'
import { speakContacts } from '../contacts/words'

/** What is exported, as a sentence of the reader's: for the page, and for the sheet behind the list. */
export async function sayTarget(ctx: Context, kind: ExportKind, target: ExportTarget): Promise<string> {
  const t = wordsFor(ctx, 'exports')
  if (target.kind === 'ids') return t('tickedCount', { count: target.ids.length })
  if (target.kind === 'contacts') return t('tickedContacts', { count: target.ids.length })
  if (target.kind === 'portfolio') return ''
  const said = await SAID[kind](ctx, target.search)
  const without = target.except.length > 0 ? t('leftOut', { count: target.except.length }) : ''
  return [said || t('everything'), without].filter(Boolean).join(' · ')
}

const SAID: Record<ExportKind, (ctx: Context, search: string) => Promise<string>> = {
  customers: sayCustomers,
  items: sayCustomers,
  contacts: async (ctx, search) => {
    const { filter } = readContactAddress(search)
    return searchLine(ctx, speakContacts(ctx, filter, await aimAt(ctx, ofCustomers(filter))))
  },
  users: async (ctx, search) => {
    const { q, role, state } = readUserAddress(search).filter
    const words = wordsFor(ctx, 'words')
    const states = wordsFor(ctx, 'admin')
    return spoken([q && `“${q}”`, role && words(`roles.${role}`), state !== 'all' && states(`states.${state}`)])
  },
  history: async (ctx, search) => {
    const { who, customer, about, from, to, import: key } = readHistoryAddress(search).filter
    const t = wordsFor(ctx, 'admin')
    const { day } = formatFor(ctx)
    return spoken([
      who && `${t('who')} ${who === 'program' ? t('program') : who}`,
      customer && `${t('ofCustomer')} ${customer}`,
      about && t(`subjects.${about}`),
      from && `${t('fromDay')} ${day(from)}`,
      to && `${t('toDay')} ${day(to)}`,
      key && `${t('ofImport')} ${(await importCalled(ctx, key)) ?? key}`,
    ])
  },
  journal: async (ctx, search) => {
    const change = await getChange(ctx, new URLSearchParams(search).get('change') ?? '')
    return (await wordChange(ctx, change)).headline
  },
  codes: async (ctx, search) => {
    const group = LIST_GROUPS.find((name) => name === new URLSearchParams(search).get('group')) ?? 'missing'
    return wordsFor(ctx, 'customers')(GROUPS[group])
  },
}

const GROUPS = {
  found: 'listFoundTitle',
  missing: 'listMissing',
  twice: 'listRepeated',
  near: 'listNear',
} as const

async function sayCustomers(ctx: Context, search: string): Promise<string> {
  const { filter } = readCustomerAddress(search)
  return searchLine(ctx, speak(ctx, formatFor(ctx), filter, await aimAt(ctx, filter)))
}

const spoken = (parts: (string | false)[]) => parts.filter(Boolean).join(' · ')
