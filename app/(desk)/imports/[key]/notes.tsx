import { Notice } from '@/app/_ui/notice'
import { wordsFor } from '@/app/reader'
import type { Context } from '@/lib/context'
import type { Made } from '@/lib/imports/kinds/kind'
import type { ImportView } from '@/lib/imports/queries/imports'

const MOST_NAMES = 12
const MOST_LETTERS = 200

/**
 * What goes beyond the rows: people and groups that are made or taken away again, items that are cleared, columns that
 * are left out.
 */
export function Notes({
  ctx,
  found,
  made,
  after = false,
}: {
  ctx: Context
  found: ImportView
  made: Partial<Made>
  after?: boolean
}) {
  const t = wordsFor(ctx, 'files')
  const { users = [], groups = [], gone = [], stay = [], cleared = 0, leftOut = 0 } = made
  const missing = found.options.missing ?? 'leave'
  const ignored = found.plan?.ignored ?? []
  const isFile = found.undoOf === null
  const back = [...users, ...groups]
  const notes = [
    isFile && users.length > 0 && t(after ? 'check.madeUsers' : 'check.willMakeUsers', someOf(users)),
    isFile && groups.length > 0 && t(after ? 'check.madeGroups' : 'check.willMakeGroups', someOf(groups)),
    !isFile && back.length > 0 && t(after ? 'check.broughtBack' : 'check.willBringBack', someOf(back)),
    gone.length > 0 && t(after ? 'check.tookAway' : 'check.willTakeAway', someOf(gone)),
    stay.length > 0 && t('check.stay', someOf(stay)),
    cleared > 0 && t(after ? 'check.cleared' : 'check.willClear', { count: cleared }),
    leftOut > 0 && t(`check.leftOut.${missing}`, { count: leftOut, after: String(after) }),
    !after && ignored.length > 0 && t('check.ignored', someOf(ignored)),
  ].filter((note) => note !== false)
  if (notes.length === 0) return null
  return (
    <div className="max-w-3xl">
      <Notice>
        <ul className="grid gap-1">
          {notes.map((note) => (
            <li key={note} className="[overflow-wrap:anywhere]">
              {note}
            </li>
          ))}
        </ul>
      </Notice>
    </div>
  )
}

/** How many, and the names of the first, as far as they are a line or two. */
export function someOf(names: readonly string[]): { count: number; names: string } {
  let letters = 0
  const first = names.slice(0, MOST_NAMES).filter((name, place) => {
    letters += name.length
    return place === 0 || letters <= MOST_LETTERS
  })
  const said = first.map((name) =>
    name.length > MOST_LETTERS ? `${[...name].slice(0, MOST_LETTERS).join('')}…` : name,
  )
  return { count: names.length, names: said.join(', ') + (names.length > first.length ? ', …' : '') }
}
