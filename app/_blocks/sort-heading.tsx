import { Icon } from '@/app/_ui/icon'
import { Link } from '@/app/_ui/link'

type Props = { label: string; title: string; href: string; sorted: 'up' | 'down' | undefined; figure?: boolean }

/** The heading of a column that the list can be sorted by. */
export function SortHeading({ label, title, href, sorted, figure = false }: Props) {
  return (
    <th
      scope="col"
      className={figure ? 'num' : undefined}
      aria-sort={sorted && (sorted === 'down' ? 'descending' : 'ascending')}
    >
      <Link href={href} aria-label={title} className="inline-flex items-center gap-1 hover:text-ink">
        {label}
        {sorted && <Icon name={sorted === 'down' ? 'arrow-down' : 'arrow-up'} className="size-3" />}
      </Link>
    </th>
  )
}
