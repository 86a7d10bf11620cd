import type { Metadata } from 'next'
import { notFound, redirect } from 'next/navigation'
import { MoreWords } from '@/app/_ui/words'
import { formatFor, wordsFor } from '@/app/reader'
import { listColleagues } from '@/lib/associations/queries'
import { can } from '@/lib/auth/permissions'
import { listContacts } from '@/lib/contacts/queries'
import { type Context, dayIn } from '@/lib/context'
import type { CustomerFile } from '@/lib/customers/queries/file'
import { customerAddress } from '@/lib/customers/rules'
import { writeQuery } from '@/lib/filter'
import { sections } from '@/lib/i18n/words'
import { pickColleagues } from '@/lib/users/queries'
import { fullName } from '@/lib/users/rules'
import { languageChoices } from '../languages'
import { ColleaguesPanel } from './colleagues-panel'
import { ContactsPanel } from './contacts-panel'
import { CustomerDesk, type Desk } from './customer-desk'
import { Details } from './details'
import { drawerOf } from './drawer-of'
import { FileHead } from './file-head'
import { HistoryTab } from './history-tab'
import { loadCustomer } from './load'
import { OpenItems } from './open-items'
import { TABS, type Tab, Tabs } from './tabs'

type Props = {
  params: Promise<{ code: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

/**
 * Next hands the page the segment as it stands in the address, but this function the decoded one: it is put back first.
 */
export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { code } = await params
  const file = (await loadCustomer(encodeURIComponent(code))).file ?? (await loadCustomer(code)).file
  return file ? { title: `${file.customer.name} · ${file.customer.code}` } : {}
}

/** The customer file: what is owed, to whom one talks about it, and what was done. */
export default async function CustomerPage({ params, searchParams }: Props) {
  const { ctx, file, spelling } = await loadCustomer((await params).code)
  const query = await searchParams
  const one = (name: string) => [query[name] ?? ''].flat()[0] ?? ''
  if (!file) {
    if (spelling === undefined) notFound()
    const parts = ['tab', 'page', 'edit', 'contact'].map((name) => [name, one(name)] as const)
    const rest = writeQuery(parts)
    redirect(rest ? `${customerAddress(spelling)}?${rest}` : customerAddress(spelling))
  }
  const tab = TABS.find((name) => name === one('tab')) ?? 'items'
  const page = /^[1-9]\d{0,5}$/.test(one('page')) ? Number(one('page')) : 1
  const t = wordsFor(ctx, 'customers')
  return (
    <MoreWords messages={sections(ctx.actor.language, 'contacts', 'customers', 'refusals')}>
      <CustomerDesk key={file.customer.id} desk={await deskOf(ctx, file, tab)} drawer={await drawerOf(ctx, one)}>
        <FileHead ctx={ctx} file={file} />
        <div className="grid flex-1 grid-rows-[auto_1fr] lg:grid-cols-[minmax(0,1fr)_340px] lg:grid-rows-1">
          <div className="min-w-0">
            <Tabs ctx={ctx} file={file} tab={tab} />
            <TabContent ctx={ctx} file={file} tab={tab} page={page} edits={one('edit') === '1'} />
          </div>
          <aside
            aria-label={t('file.side')}
            className="border-line px-5 py-4 text-base max-md:px-3.5 max-lg:border-t lg:border-l"
          >
            <ContactsPanel />
            <ColleaguesPanel />
          </aside>
        </div>
      </CustomerDesk>
    </MoreWords>
  )
}

type ContentProps = { ctx: Context; file: CustomerFile; tab: Tab; page: number; edits: boolean }

function TabContent({ ctx, file, tab, page, edits }: ContentProps) {
  if (tab === 'details') return <Details ctx={ctx} file={file} edits={edits && can(ctx.actor, 'customers.write')} />
  if (tab === 'history') return <HistoryTab ctx={ctx} file={file} page={page} />
  return <OpenItems ctx={ctx} file={file} page={page} />
}

/** What the panels and dialogs of the file work with, in words where the browser could not find them itself. */
async function deskOf(ctx: Context, { customer }: CustomerFile, tab: Tab): Promise<Desk> {
  const may = {
    contacts: can(ctx.actor, 'contacts.write'),
    erase: can(ctx.actor, 'contacts.erase'),
    associations: can(ctx.actor, 'associations.write'),
    users: can(ctx.actor, 'users.write'),
  }
  const [contacts, colleagues, everybody] = await Promise.all([
    listContacts(ctx, customer.id),
    listColleagues(ctx, customer.id),
    may.associations ? pickColleagues(ctx) : [],
  ])
  const format = formatFor(ctx)
  const present = new Set(colleagues.map(({ userId }) => userId))
  return {
    customerId: customer.id,
    code: customer.code,
    tab: tab === 'items' ? '' : tab,
    may,
    contacts: contacts.map((contact) => ({
      ...contact,
      name: fullName(contact),
      languageName: contact.language ? format.language(contact.language) : '',
      returnedOn: contact.undeliverableSince ? format.day(dayIn(ctx.actor.timeZone, contact.undeliverableSince)) : '',
    })),
    colleagues: colleagues.map(({ since, ...colleague }) => ({
      ...colleague,
      since: format.day(dayIn(ctx.actor.timeZone, since)),
    })),
    candidates: everybody
      .filter(({ id }) => !present.has(id))
      .map(({ id, name, active, usualKind }) => ({ id, name, active, usualKind })),
    languages: languageChoices(
      ctx,
      contacts.map(({ language }) => language),
    ),
  }
}
