import { wordsFor } from '@/app/reader'
import type { Context } from '@/lib/context'
import type { User } from '@/lib/users/queries'
import { tracesOf } from '@/lib/users/queries/traces'
import { fullName } from '@/lib/users/rules'
import { DeleteButton } from './delete-button'

/** Deletes a user whom nothing names; of everybody else it says what does. */
export async function RemoveUser({ ctx, user }: { ctx: Context; user: User }) {
  const t = wordsFor(ctx, 'admin')
  const traces = await tracesOf(ctx, user.id)
  const named = traces.map(({ kind, count }) => t(`traces.${kind}`, { count }))
  return (
    <section className="grid justify-items-start gap-2">
      <h2 className="text-base font-semibold">{t('deleteTitle')}</h2>
      {traces.length === 0 ? (
        <>
          <p className="text-base text-ink-2">{t('deleteText')}</p>
          <DeleteButton handle={user.handle} name={fullName(user)} />
        </>
      ) : (
        <>
          <p className="text-base text-ink-2">{t('keptText')}</p>
          <ul className="grid list-disc gap-0.5 pl-5 text-base text-ink-2">
            {named.map((trace) => (
              <li key={trace}>{trace}</li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}
