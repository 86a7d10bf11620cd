import { searchLine, speak } from '@/app/_blocks/search-words'
import { Link } from '@/app/_ui/link'
import { formatFor, wordsFor } from '@/app/reader'
import { type ChangeView, nameInput } from '@/lib/changes/queries/changes'
import { changeTarget } from '@/lib/changes/selection'
import { contactsAddress, ofCustomers, readContactAddress } from '@/lib/contacts/filter'
import type { Context } from '@/lib/context'
import { customersAddress, readCustomerAddress } from '@/lib/customers/filter'
import { aimAt } from '@/lib/customers/queries/aim'
import { speakContacts } from '../../contacts/words'

/** Which customers, as they were chosen: so many ticked ones, or a search in words with the way back to it. */
export async function TargetWords({ ctx, change }: { ctx: Context; change: ChangeView }) {
  const t = wordsFor(ctx, 'changes')
  const target = changeTarget.parse(change.target)
  if (target.kind === 'change') return null
  if (target.kind === 'portfolio') {
    const { users } = await nameInput(ctx, { input: { colleagues: [target.userId] } })
    return <p className="text-base text-ink-2">{t('target.portfolio', { name: users[0]?.name ?? '' })}</p>
  }
  if (target.kind === 'contacts')
    return <p className="text-base text-ink-2">{t('contacts.ticked', { count: target.ids.length })}</p>
  if (target.kind === 'contactSearch') return <ContactSearch ctx={ctx} target={target} />
  if (target.kind === 'ids')
    return <p className="text-base text-ink-2">{t('target.ids', { count: target.ids.length })}</p>
  if (target.kind === 'rule' && target.search === undefined)
    return <p className="text-base text-ink-2">{t('target.ruleTakes', { name: ruleOf(change) })}</p>
  const { filter } = readCustomerAddress(target.search ?? '')
  const line = searchLine(ctx, speak(ctx, formatFor(ctx), filter, await aimAt(ctx, filter)))
  const search = line || wordsFor(ctx, 'shell')('everyone')
  if (target.kind === 'rule')
    return <p className="text-base text-ink-2">{t('target.ruleGives', { name: ruleOf(change), search })}</p>
  const except = target.except.length > 0 ? t('target.except', { count: target.except.length }) : ''
  return (
    <p className="text-base text-ink-2">
      {t('target.search', { search })}
      {except} ·{' '}
      <Link href={customersAddress(filter)} className="link">
        {t('back')}
      </Link>
    </p>
  )
}

type ContactTarget = Extract<ReturnType<typeof changeTarget.parse>, { kind: 'contactSearch' }>

/** All contacts that a search finds, in words, with the way back to it. */
async function ContactSearch({ ctx, target }: { ctx: Context; target: ContactTarget }) {
  const t = wordsFor(ctx, 'changes')
  const { filter } = readContactAddress(target.search)
  const line = searchLine(ctx, speakContacts(ctx, filter, await aimAt(ctx, ofCustomers(filter))))
  const except = target.except.length > 0 ? t('target.except', { count: target.except.length }) : ''
  return (
    <p className="text-base text-ink-2">
      {t('target.search', { search: line || t('contacts.everybody') })}
      {except} ·{' '}
      <Link href={contactsAddress(filter)} className="link">
        {t('back')}
      </Link>
    </p>
  )
}

/** A rule may be gone by now: its change keeps its name. */
const ruleOf = ({ input }: ChangeView) => (input as { name?: string }).name ?? ''
