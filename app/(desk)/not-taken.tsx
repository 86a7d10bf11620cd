import { Link } from '@/app/_ui/link'
import { formatFor, wordsFor } from '@/app/reader'
import type { Context } from '@/lib/context'
import { listNotTaken } from '@/lib/imports/queries/not-taken'

/** Files of the watched folder that somebody must look at; nothing where there are none. */
export async function NotTaken({ ctx }: { ctx: Context }) {
  const files = await listNotTaken(ctx)
  if (files.length === 0) return null
  const t = wordsFor(ctx, 'imports')
  const format = formatFor(ctx)
  return (
    <section className="grid gap-2">
      <h2 className="font-semibold">{t('folder.notTakenTitle')}</h2>
      <ul className="grid gap-1 text-base">
        {files.map(({ key, fileName, createdAt }) => (
          <li key={key}>
            <Link className="link" href={`/imports/${key}`}>
              {t('folder.finding', { name: fileName, when: format.moment(createdAt) })}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}
