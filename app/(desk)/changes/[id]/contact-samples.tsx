import { Link } from '@/app/_ui/link'
import { formatFor, wordsFor } from '@/app/reader'
import type { ChangeView } from '@/lib/changes/queries/changes'
import { sampleContacts } from '@/lib/changes/queries/preview-contacts'
import { contactAddress } from '@/lib/contacts/rules'
import type { Context } from '@/lib/context'
import { fullName } from '@/lib/users/rules'

type Props = { ctx: Context; change: ChangeView }
type Standing = Awaited<ReturnType<typeof sampleContacts>>[number]['before']

/** The first contacts that would change, each before and after. */
export async function ContactSamples({ ctx, change }: Props) {
  const samples = await sampleContacts(ctx, change)
  const t = wordsFor(ctx, 'changes')
  return (
    <section className="min-w-0">
      <h2 className="mb-2 font-semibold">{t('contacts.sampleTitle', { count: samples.length })}</h2>
      <div className="overflow-x-auto">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t('contacts.contact')}</th>
              <th scope="col" className="max-md:hidden">
                {t('before')}
              </th>
              <th scope="col" className="max-md:hidden">
                {t('after')}
              </th>
            </tr>
          </thead>
          <tbody>
            {samples.map(({ id, code, customer, before, after, ...person }) => {
              const lines = linesOf(ctx, before, after)
              return (
                <tr key={id}>
                  <th scope="row" className="font-normal max-md:max-w-none! max-md:py-2">
                    <Link href={contactAddress(code, id)} className="font-medium hover:underline">
                      {fullName(person)}
                    </Link>
                    <span className="ml-2 text-ink-2">{customer}</span>
                    <span className="block whitespace-normal text-ink-2 md:hidden">
                      {lines.map((line) => `${line.before} → ${line.after}`).join(' · ')}
                    </span>
                  </th>
                  <td className="py-2 text-ink-2 [overflow-wrap:anywhere] whitespace-normal! max-md:hidden">
                    {lines.map((line) => line.before).join(' · ')}
                  </td>
                  <td className="py-2 [overflow-wrap:anywhere] whitespace-normal! max-md:hidden">
                    {lines.map((line) => line.after).join(' · ')}
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
    </section>
  )
}

/** What differs between two standings, each in words; of whoever goes, what the contact was. */
function linesOf(ctx: Context, now: Standing, later: Standing): { before: string; after: string }[] {
  const t = wordsFor(ctx, 'changes')
  const words = wordsFor(ctx, 'words')
  const format = formatFor(ctx)
  const say = ({ role, language, email, forCollection }: Standing) => [
    words(`contactRoles.${role}`),
    language === null ? t('form.asCustomer') : format.language(language),
    email ?? words('none'),
    t(forCollection ? 'contacts.isFor' : 'contacts.notFor'),
  ]
  if (later.removed) {
    const was = [words(`contactRoles.${now.role}`), now.forCollection ? t('contacts.isFor') : ''].filter(Boolean)
    return [{ before: was.join(', '), after: t('contacts.removed') }]
  }
  const texts = say(later)
  return say(now)
    .map((before, index) => ({ before, after: texts[index] ?? '' }))
    .filter(({ before, after }) => before !== after)
}
