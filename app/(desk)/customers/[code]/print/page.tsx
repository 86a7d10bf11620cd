import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { MOST_PRINTED, Paper } from '@/app/_blocks/paper'
import { formatFor, wordsFor } from '@/app/reader'
import { listColleagues } from '@/lib/associations/queries'
import { requireContext } from '@/lib/auth/session'
import { listContacts } from '@/lib/contacts/queries'
import { customerAddress } from '@/lib/customers/rules'
import { listOpenItems } from '@/lib/items/queries'
import { fullName } from '@/lib/users/rules'
import { Facts } from '../file-head'
import { loadCustomer } from '../load'
import { ItemTable } from '../open-items'

type Props = { params: Promise<{ code: string }> }

/**
 * Next hands the page the segment as it stands in the address, but this function the decoded one: it is put back first.
 */
export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { code } = await params
  const { ctx, file } = await loadCustomer(encodeURIComponent(code))
  if (!file) return {}
  return { title: wordsFor(ctx, 'exports')('printOf', { list: `${file.customer.name} · ${file.customer.code}` }) }
}

/** The customer file on paper: what is owed, with every open item, and whom one talks to about it. */
export default async function PrintFilePage({ params }: Props) {
  await requireContext('customers.read')
  const { ctx, file } = await loadCustomer((await params).code)
  if (!file) notFound()
  const { customer } = file
  const [items, contacts, colleagues] = await Promise.all([
    listOpenItems(ctx, customer.id, 1, MOST_PRINTED),
    listContacts(ctx, customer.id),
    listColleagues(ctx, customer.id),
  ])
  const t = wordsFor(ctx, 'customers')
  const people = wordsFor(ctx, 'contacts')
  const place = [customer.street, [customer.zip, customer.city].filter(Boolean).join(' ')]
  const country = customer.country && formatFor(ctx).country(customer.country)
  return (
    <Paper
      ctx={ctx}
      title={`${customer.name} · ${customer.code}`}
      said={[...place, country].filter(Boolean).join(', ')}
      rows={items.rows.length}
      cut={items.total > items.rows.length}
      back={customerAddress(customer.code)}
      backLabel={wordsFor(ctx, 'words')('back')}
    >
      <Facts ctx={ctx} file={file} />
      <div className="grid gap-5 px-5 pb-4 text-base max-md:px-3.5 sm:grid-cols-2 print:px-0">
        <People
          title={people('list.title')}
          lines={contacts.map((row) =>
            [fullName(row), row.email, row.undeliverableSince && people('returned'), row.phone ?? row.mobile]
              .filter(Boolean)
              .join(' · '),
          )}
        />
        <People title={t('columns.colleagues')} lines={colleagues.map(({ name }) => name)} />
      </div>
      {items.rows.length > 0 && <ItemTable ctx={ctx} file={file} rows={items.rows} />}
    </Paper>
  )
}

function People({ title, lines }: { title: string; lines: string[] }) {
  if (lines.length === 0) return null
  return (
    <section>
      <h2 className="mb-1 font-semibold">{title}</h2>
      <ul>
        {lines.map((line) => (
          <li key={line} className="[overflow-wrap:anywhere]">
            {line}
          </li>
        ))}
      </ul>
    </section>
  )
}
