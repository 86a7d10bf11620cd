import { Link } from '@/app/_ui/link'
import { formatFor, wordsFor } from '@/app/reader'
import { can } from '@/lib/auth/permissions'
import type { Context } from '@/lib/context'
import { customersAddress, EVERYONE } from '@/lib/customers/filter'
import type { readToday } from '@/lib/customers/queries/today'
import { Section } from './section'

type Day = Awaited<ReturnType<typeof readToday>>

/** What is wrong with the data, each with the way to it. */
export function Findings({ ctx, day }: { ctx: Context; day: Day }) {
  const t = wordsFor(ctx, 'shell')
  const none = [{ not: false, value: 'none' }]
  const { noCollector, noColleague, noCollection, noRate } = day
  if (noCollector.count + noColleague.count + noCollection.count + noRate.count === 0) {
    return (
      <Section title={t('findings')}>
        <p className="text-base text-ink-2">{t('noFindings')}</p>
      </Section>
    )
  }
  return (
    <Section title={t('findings')}>
      <ul className="grid gap-1 text-base">
        {noCollector.count > 0 && (
          <li>
            <Link className="link" href={customersAddress({ ...EVERYONE, collector: none })}>
              {t('noCollector', { count: noCollector.count, more: String(noCollector.more) })}
            </Link>
          </li>
        )}
        {noColleague.count > 0 && (
          <li>
            <Link className="link" href={customersAddress({ ...EVERYONE, colleague: none })}>
              {t('noColleague', { count: noColleague.count, more: String(noColleague.more) })}
            </Link>
          </li>
        )}
        {noCollection.count > 0 && (
          <li>
            <Link
              className="link"
              href={customersAddress({ ...EVERYONE, contact: [{ not: false, value: 'no-collection' }] })}
            >
              {t('noCollection', { count: noCollection.count, more: String(noCollection.more) })}
            </Link>
          </li>
        )}
        {noRate.count > 0 && (
          <li>
            <WithoutRate ctx={ctx} noRate={noRate} />
          </li>
        )}
      </ul>
    </Section>
  )
}

/** A way to enter the rate, for whoever may. */
function WithoutRate({ ctx, noRate }: { ctx: Context; noRate: Day['noRate'] }) {
  const { count, currencies } = noRate
  const said = wordsFor(ctx, 'shell')('noRate', { count, currencies: formatFor(ctx).list(currencies) })
  if (!can(ctx.actor, 'settings.write')) return said
  return (
    <Link className="link" href="/admin/settings#rates">
      {said}
    </Link>
  )
}
