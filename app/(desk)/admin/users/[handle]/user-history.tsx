import { formatFor, wordsFor } from '@/app/reader'
import type { Context } from '@/lib/context'
import { listUserHistory, type User } from '@/lib/users/queries'

/** What was done to this user, newest first. */
export async function UserHistory({ ctx, user }: { ctx: Context; user: User }) {
  const t = wordsFor(ctx, 'admin')
  const deeds = wordsFor(ctx, 'history')
  const format = formatFor(ctx)
  const entries = await listUserHistory(ctx, user.id)
  if (entries.length === 0) return null
  return (
    <section aria-labelledby="history" className="grid gap-2">
      <h2 id="history" className="font-semibold">
        {t('history')}
      </h2>
      <div className="-mx-5 overflow-x-auto max-md:-mx-3.5">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t('when')}</th>
              <th scope="col">{t('what')}</th>
              <th scope="col">{t('who')}</th>
              <th scope="col" className="max-md:hidden">
                {t('changes')}
              </th>
            </tr>
          </thead>
          <tbody>
            {entries.map((entry) => (
              <tr key={entry.id}>
                <td className="tabular-nums text-ink-2">{format.moment(entry.at)}</td>
                <td>
                  {deeds.has(entry.action as 'user.created') ? deeds(entry.action as 'user.created') : entry.action}
                </td>
                <td>{entry.actor || t('program')}</td>
                <td className="max-md:hidden">
                  {entry.old && <Lines ctx={ctx} old={entry.old} now={entry.new ?? {}} />}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

type Values = Record<string, unknown>

/** Each field with what it was and what it became: `Role Collector → Credit manager`. */
function Lines({ ctx, old, now }: { ctx: Context; old: Values; now: Values }) {
  const t = wordsFor(ctx, 'admin')
  return (
    <span className="text-ink-2">
      {Object.keys(now).map((name, index) => (
        <span key={name}>
          {index > 0 && ' · '}
          {t.has(`fields.${name as 'role'}`) ? t(`fields.${name as 'role'}`) : name} {spoken(ctx, name, old[name])} →{' '}
          <span className="text-ink">{spoken(ctx, name, now[name])}</span>
        </span>
      ))}
    </span>
  )
}

/** A value as its field shows it. The history keeps values of every release, so a word that is gone is shown as kept. */
function spoken(ctx: Context, name: string, value: unknown): string {
  const words = wordsFor(ctx, 'words')
  if (typeof value === 'boolean') return value ? words('yes') : words('no')
  if (value === null || value === undefined || value === '') return words('none')
  const text = String(value)
  const section = SECTIONS[name]
  const key = section && (`${section}.${text}` as 'roles.guest')
  return key && words.has(key) ? words(key) : text
}

const SECTIONS: Record<string, string> = { role: 'roles', usualKind: 'kinds', language: 'languages', theme: 'themes' }
