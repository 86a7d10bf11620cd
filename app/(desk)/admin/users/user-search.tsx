import { Link } from '@/app/_ui/link'
import { SearchBox } from '@/app/_ui/search-box'
import { wordsFor } from '@/app/reader'
import { ROLES } from '@/db/schema/vocabulary'
import type { Context } from '@/lib/context'
import { USER_STATES, type UserFilter, usersAddress } from '@/lib/users/filter'

/** Words, role and state: a plain GET form, so that the search is its address. */
export function UserSearch({ ctx, filter }: { ctx: Context; filter: UserFilter }) {
  const t = wordsFor(ctx, 'admin')
  const words = wordsFor(ctx, 'words')
  const narrowed = filter.q !== '' || filter.role !== '' || filter.state !== 'all'
  return (
    <search className="contents">
      <form action="/admin/users" method="get" className="contents">
        <SearchBox
          words={filter.q}
          label={t('searchUsers')}
          className="w-56 max-md:w-0 max-md:grow max-md:basis-[55%]"
        />
        <select
          name="role"
          key={`role ${filter.role}`}
          defaultValue={filter.role}
          aria-label={t('fields.role')}
          className="input h-7.5 w-auto max-md:order-1 max-md:w-0 max-md:grow max-md:basis-[30%]"
        >
          <option value="">{t('anyRole')}</option>
          {ROLES.map((role) => (
            <option key={role} value={role}>
              {words(`roles.${role}`)}
            </option>
          ))}
        </select>
        <select
          name="state"
          key={`state ${filter.state}`}
          defaultValue={filter.state}
          aria-label={t('state')}
          className="input h-7.5 w-auto max-md:order-1 max-md:w-0 max-md:grow max-md:basis-[30%]"
        >
          {USER_STATES.map((state) => (
            <option key={state} value={state}>
              {t(`states.${state}`)}
            </option>
          ))}
        </select>
        <button type="submit" className="btn max-md:order-1">
          {t('search')}
        </button>
        {narrowed && (
          <Link href={usersAddress({ q: '', role: '', state: 'all' })} className="btn btn-bare max-md:order-1">
            {words('clear')}
          </Link>
        )}
      </form>
    </search>
  )
}
