import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { type Addressed, isCanonical, unlessTooLong, withoutPanel, withPanel } from '@/app/_blocks/addressed'
import { Blank, NoMatch, TooLong } from '@/app/_blocks/blank'
import { ExportLink, PrintLink } from '@/app/_blocks/export-link'
import { Pages, rangeWords } from '@/app/_blocks/pages'
import { ProblemNotice, withoutGone } from '@/app/_blocks/problem-notice'
import { type SpokenPart, searchLine, shortened } from '@/app/_blocks/search-words'
import { Link } from '@/app/_ui/link'
import { MoreWords } from '@/app/_ui/words'
import { wordsFor } from '@/app/reader'
import { can } from '@/lib/auth/permissions'
import { requireContext } from '@/lib/auth/session'
import {
  type ContactFilter,
  contactsAddress,
  ofCustomers,
  readContactAddress,
  writeContactAddress,
  writeContactFilter,
} from '@/lib/contacts/filter'
import { type ContactPage, searchContacts } from '@/lib/contacts/queries/list'
import type { Context } from '@/lib/context'
import { aimAt, withPresentSlugs } from '@/lib/customers/queries/aim'
import { MOST_TICKED } from '@/lib/customers/selection'
import { printAddress } from '@/lib/exports/rules'
import { sections } from '@/lib/i18n/words'
import { openCodeList } from '@/lib/lists/commands'
import { Shortcuts } from '../customers/shortcuts'
import { ContactTable } from './contact-table'
import { openPanelAction } from './open-panel'
import { ContactBar } from './search-bar'
import { Selection } from './selection'
import { partLabels, speakContacts } from './words'

type Props = { searchParams: Promise<Addressed> }

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  const ctx = await requireContext('customers.read')
  const t = wordsFor(ctx, 'contacts')
  const { filter } = readContactAddress(withoutPanel(await searchParams).query)
  const line = searchLine(ctx, speakContacts(ctx, filter, await aimAt(ctx, ofCustomers(filter))))
  return { title: line === '' ? t('list.title') : t('list.titleNarrowed', { search: shortened(line) }) }
}

/** The contacts of all customers as a list of their own. */
export default async function ContactsPage({ searchParams }: Props) {
  const ctx = await requireContext('customers.read')
  const { panel, query } = withoutPanel(await searchParams)
  const { filter: asked, view, problems: unread } = readContactAddress(query)
  const aimed = await aimAt(ctx, ofCustomers(asked))
  const filter = withPresentSlugs(asked, aimed)
  if (unread.length === 0 && !isCanonical(query, writeContactAddress(filter, view)))
    redirect(withPanel(contactsAddress(filter, view), panel))
  const problems = [...unread, ...aimed.problems]
  const [page] = await Promise.all([
    unlessTooLong(searchContacts(ctx, { filter, customers: aimed.aim }, view)),
    filter.list ? openCodeList(ctx, filter.list) : undefined,
  ])
  const t = wordsFor(ctx, 'contacts')
  const parts = speakContacts(ctx, filter, aimed)
  const exactly = contactsAddress(filter, { ...view, exact: true })
  const list = page && <ContactTable {...{ ctx, filter, view }} rows={page.rows} ticks={problems.length === 0} />
  return (
    <MoreWords messages={sections(ctx.actor.language, 'list')}>
      <h1 className="sr-only print:not-sr-only print:text-xl print:font-semibold">{t('list.title')}</h1>
      <p className="hidden pb-2 text-base text-ink-2 print:block">
        {[searchLine(ctx, parts), page && page.total > 0 ? rangeWords(ctx, page) : ''].filter(Boolean).join(' · ')}
      </p>
      <ContactBar
        {...{ ctx, filter, view, parts }}
        problems={unread}
        open={openPanelAction}
        inPlace={panel === 'filter'}
      />
      {problems.length > 0 && (
        <ProblemNotice
          ctx={ctx}
          problems={problems}
          labels={partLabels(ctx)}
          without={contactsAddress(withoutGone(filter, problems), { ...view, page: 1 })}
        />
      )}
      {!page && <TooLong ctx={ctx} />}
      {page?.total === 0 && <NobodyHere ctx={ctx} parts={parts} />}
      {page && page.total > 0 && (
        <>
          <div className="flex items-start gap-1 pr-3">
            <div className="min-w-0 flex-1">
              <Count ctx={ctx} page={page} exactly={exactly} />
            </div>
            {problems.length === 0 && (
              <>
                <ExportLink ctx={ctx} kind="contacts" search={writeContactAddress(filter, view)} />
                <PrintLink ctx={ctx} href={printAddress('contacts', writeContactAddress(filter, view))} />
                <Shortcuts ctx={ctx} open={openPanelAction} />
              </>
            )}
          </div>
          {problems.length > 0 && list}
          {problems.length === 0 && (
            <Selection
              key={writeContactFilter(filter)}
              search={writeContactFilter(filter)}
              total={page.total}
              exactly={page.about ? exactly : undefined}
              pageIds={page.rows.map(({ id }) => id)}
              allowed={can(ctx.actor, 'changes.write') && can(ctx.actor, 'contacts.write')}
              mayExport={can(ctx.actor, 'exports.write')}
              mostTicked={MOST_TICKED}
              owner={ctx.actor.id}
              letters={ctx.actor.shortcuts}
            >
              {list}
            </Selection>
          )}
          <Pages ctx={ctx} page={page} at={(place) => contactsAddress(filter, { ...view, ...place })} />
        </>
      )}
    </MoreWords>
  )
}

/** How many; a number too large to be counted unasked is offered to be. */
function Count({ ctx, page, exactly }: { ctx: Context; page: ContactPage; exactly: string }) {
  const t = wordsFor(ctx, 'contacts')
  return (
    <p className="flex min-h-9 flex-wrap items-center gap-x-5 px-5 pb-3 text-base text-ink-2 max-md:px-3.5">
      <span className="font-semibold text-ink tabular-nums">
        {t(page.about ? 'list.countAbout' : 'list.count', { count: page.total })}
      </span>
      {page.about && (
        <Link href={exactly} className="link no-print">
          {t('list.countExactly')}
        </Link>
      )}
    </p>
  )
}

/** Three empties: no data yet, an empty portfolio, and a search that nothing matches. */
function NobodyHere({ ctx, parts }: { ctx: Context; parts: SpokenPart<ContactFilter>[] }) {
  const t = wordsFor(ctx, 'contacts')
  if (parts.length > 0) return <NoMatch ctx={ctx} title={t('list.noMatch')} parts={parts} hrefOf={contactsAddress} />
  if (ctx.actor.portfolioOnly) return <Blank title={t('list.noPortfolio')} />
  return <Blank title={t('list.none')} hint={t('list.noneHint')} />
}
