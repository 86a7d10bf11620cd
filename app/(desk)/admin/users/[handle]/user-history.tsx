import { actionName, fieldsOf, labelOf, speakValue } from '@/app/_blocks/history-words'
import { formatFor, wordsFor } from '@/app/reader'
import type { Context } from '@/lib/context'
import { listUserHistory, type User } from '@/lib/users/queries'

/** What was done to this user, newest first. */
export async function UserHistory({ ctx, user }: { ctx: Context; user: User }) {
  const t = wordsFor(ctx, 'admin')
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
                <td>{actionName(ctx, entry.action)}</td>
                <td>{entry.actor || t('program')}</td>
                <td className="max-md:hidden">
                  <Lines ctx={ctx} entry={entry} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

type Entry = Awaited<ReturnType<typeof listUserHistory>>[number]

/** Each field with what it was and what it became: `Role Collector → Credit manager`; of what is new, what it is. */
function Lines({ ctx, entry }: { ctx: Context; entry: Entry }) {
  const { action, old, new: now } = entry
  const none = wordsFor(ctx, 'words')('none')
  const spoken = (side: Record<string, unknown> | null, name: string) =>
    speakValue(ctx, action, name, side?.[name], NOBODY) || none
  return (
    <span className="text-ink-2">
      {fieldsOf({ ...entry, about: null }).map((name, index) => (
        <span key={name}>
          {index > 0 && ' · '}
          {labelOf(ctx, action, name) ?? name} {old && <>{spoken(old, name)} → </>}
          <span className="text-ink">{spoken(now, name)}</span>
        </span>
      ))}
    </span>
  )
}

const NOBODY: ReadonlyMap<number, string> = new Map()
