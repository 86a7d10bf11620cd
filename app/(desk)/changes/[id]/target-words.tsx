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
  if (target.kind === 'contacts' || target.kind === 'contactSearch') return <Contacts ctx={ctx} target={target} />
  if (target.kind === 'rule' && target.search === undefined)
    return <p className="text-base text-ink-2">{t('target.ruleTakes', { name: ruleOf(change) })}</p>
  const { filter } = readCustomerAddress((target.kind === 'ids' ? target.among : target.search) ?? '')
  const line = searchLine(ctx, speak(ctx, formatFor(ctx), filter, await aimAt(ctx, filter)))
  const search = line || wordsFor(ctx, 'shell')('everyone')
  if (target.kind === 'rule')
    return <p className="text-base text-ink-2">{t('target.ruleGives', { name: ruleOf(change), search })}</p>
  const back = customersAddress(filter)
  if (target.kind === 'search')
    return <Found ctx={ctx} words={t('target.search', { search })} except={target.except.length} back={back} />
  const count = target.ids.length
  if (!line) return <p className="text-base text-ink-2">{t('target.ids', { count })}</p>
  return <Found ctx={ctx} words={t('target.among', { count, search })} back={back} />
}

type ContactTarget = Extract<ReturnType<typeof changeTarget.parse>, { kind: 'contacts' | 'contactSearch' }>

/** Ticked contacts, or all that a search finds, in words, with the way back to it. */
async function Contacts({ ctx, target }: { ctx: Context; target: ContactTarget }) {
  const t = wordsFor(ctx, 'changes')
  const { filter } = readContactAddress((target.kind === 'contacts' ? target.among : target.search) ?? '')
  const line = searchLine(ctx, speakContacts(ctx, filter, await aimAt(ctx, ofCustomers(filter))))
  const back = contactsAddress(filter)
  const search = line || t('contacts.everybody')
  if (target.kind === 'contactSearch')
    return <Found ctx={ctx} words={t('target.search', { search })} except={target.except.length} back={back} />
  const count = target.ids.length
  if (!line) return <p className="text-base text-ink-2">{t('contacts.ticked', { count })}</p>
  return <Found ctx={ctx} words={t('contacts.among', { count, search })} back={back} />
}

type FoundProps = { ctx: Context; words: string; except?: number; back: string }

function Found({ ctx, words, except = 0, back }: FoundProps) {
  const t = wordsFor(ctx, 'changes')
  return (
    <p className="text-base text-ink-2">
      {words}
      {except > 0 && t('target.except', { count: except })} ·{' '}
      <Link href={back} className="link">
        {t('back')}
      </Link>
    </p>
  )
}

/** A rule may be gone by now: its change keeps its name. */
const ruleOf = ({ input }: ChangeView) => (input as { name?: string }).name ?? ''
