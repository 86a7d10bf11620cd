import { unlessTooLong } from '@/app/_blocks/addressed'
import { Link } from '@/app/_ui/link'
import { Notice } from '@/app/_ui/notice'
import { formatFor, wordsFor } from '@/app/reader'
import type { ChangeView } from '@/lib/changes/queries/changes'
import { sampleContacts } from '@/lib/changes/queries/preview-contacts'
import { contactAddress } from '@/lib/contacts/rules'
import type { Context } from '@/lib/context'
import { customerAddress } from '@/lib/customers/rules'
import { fullName } from '@/lib/users/rules'
import { type Line, SampleTable } from './sample-table'

type Props = { ctx: Context; change: ChangeView }
type Standing = Awaited<ReturnType<typeof sampleContacts>>[number]['before']

/** The first contacts that would change, each before and after. */
export async function ContactSamples({ ctx, change }: Props) {
  const samples = await unlessTooLong(sampleContacts(ctx, change))
  const t = wordsFor(ctx, 'changes')
  if (!samples) return <Notice tone="warn">{t('noSamples')}</Notice>
  return (
    <SampleTable
      ctx={ctx}
      title={t('contacts.sampleTitle', { count: samples.length })}
      of={t('contacts.contact')}
      rows={samples.map(({ id, code, customer, before, after, ...person }) => ({
        key: id,
        lines: linesOf(ctx, before, after),
        head: (
          <>
            <Link
              href={before.removed ? customerAddress(code) : contactAddress(code, id)}
              className="font-medium hover:underline"
            >
              {fullName(person)}
            </Link>
            <span className="ml-2 text-ink-2">{customer}</span>
          </>
        ),
      }))}
    />
  )
}

/** What differs between two standings, each in words; of whoever goes or comes back, what the contact is. */
function linesOf(ctx: Context, now: Standing, later: Standing): Line[] {
  const t = wordsFor(ctx, 'changes')
  const words = wordsFor(ctx, 'words')
  const format = formatFor(ctx)
  const say = ({ role, language, email, forCollection }: Standing) => [
    words(`contactRoles.${role}`),
    language === null ? t('form.asCustomer') : format.language(language),
    email ?? words('none'),
    t(forCollection ? 'contacts.isFor' : 'contacts.notFor'),
  ]
  if (now.removed !== later.removed) {
    const there = later.removed ? now : later
    const is = [words(`contactRoles.${there.role}`), there.forCollection ? t('contacts.isFor') : '']
    const [text, removed] = [is.filter(Boolean).join(', '), t('contacts.removed')]
    return later.removed ? [{ before: text, after: removed }] : [{ before: removed, after: text }]
  }
  const texts = say(later)
  return say(now)
    .map((before, index) => ({ before, after: texts[index] ?? '' }))
    .filter(({ before, after }) => before !== after)
}
