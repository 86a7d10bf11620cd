import type { Metadata } from 'next'
import { notFound, redirect } from 'next/navigation'
import { NeedsScript } from '@/app/_blocks/needs-script'
import { Notice } from '@/app/_ui/notice'
import { wordsFor } from '@/app/reader'
import { can } from '@/lib/auth/permissions'
import { requireContext } from '@/lib/auth/session'
import type { Context } from '@/lib/context'
import { timeZones } from '@/lib/settings/rules'
import { findUser, type User } from '@/lib/users/queries'
import { fullName } from '@/lib/users/rules'
import { AdminWords } from '../../admin-words'
import { rolesToGive } from '../roles-to-give'
import { UserState } from '../user-state'
import { Access } from './access'
import { HandOver } from './hand-over'
import { RemoveUser } from './remove-user'
import { UserFacts } from './user-facts'
import { UserForm } from './user-form'
import { UserHistory } from './user-history'
import { UserRights } from './user-rights'

type Props = { params: Promise<{ handle: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const ctx = await requireContext('users.write')
  const user = await findUser(ctx, (await params).handle)
  return { title: user ? fullName(user) : wordsFor(ctx, 'admin')('users') }
}

/** One user. An old handle leads to the present one; what may not be touched is shown, not offered. */
export default async function UserPage({ params }: Props) {
  const ctx = await requireContext('users.write')
  const { handle } = await params
  const user = await findUser(ctx, handle)
  if (!user) notFound()
  if (user.handle !== handle) redirect(`/admin/users/${user.handle}`)
  const t = wordsFor(ctx, 'admin')
  const mayTouch = user.role !== 'administrator' || can(ctx.actor, 'administrators.write')
  return (
    <AdminWords ctx={ctx}>
      <div className="grid gap-6 px-5 py-5 max-md:px-3.5">
        <div className="flex flex-wrap items-center gap-3">
          <h1 className="text-xl font-semibold tracking-tight">{fullName(user)}</h1>
          <span className="code">{user.handle}</span>
          <UserState ctx={ctx} user={user} />
        </div>
        <NeedsScript ctx={ctx} />
        <div className="grid items-start gap-x-10 gap-y-8 lg:grid-cols-[minmax(0,1fr)_320px]">
          {mayTouch ? <Form ctx={ctx} user={user} /> : <Notice>{t('administratorsOnly')}</Notice>}
          <aside className="grid gap-6 lg:border-l lg:border-line lg:pl-6">
            <UserFacts ctx={ctx} user={user} />
            {mayTouch && <Access ctx={ctx} user={user} />}
            <HandOver ctx={ctx} user={user} />
            {mayTouch && <RemoveUser ctx={ctx} user={user} />}
          </aside>
        </div>
        <UserRights ctx={ctx} user={user} />
        <UserHistory ctx={ctx} user={user} />
      </div>
    </AdminWords>
  )
}

function Form({ ctx, user }: { ctx: Context; user: User }) {
  return (
    <UserForm
      user={{
        user: user.handle,
        version: user.version,
        firstName: user.firstName ?? '',
        lastName: user.lastName,
        email: user.email ?? '',
        handle: user.handle,
        role: user.role,
        language: user.language,
        timeZone: user.timeZone ?? '',
        usualKind: user.usualKind,
        portfolioOnly: user.portfolioOnly,
        mayChangeMany: user.mayChangeMany,
        mayImport: user.mayImport,
        mayExport: user.mayExport,
        confirmed: false,
      }}
      active={user.active}
      own={user.id === ctx.actor.id}
      roles={rolesToGive(ctx.actor)}
      timeZones={[...new Set([...timeZones(), ...(user.timeZone ? [user.timeZone] : [])])].sort()}
      companyZone={ctx.company.timeZone}
    />
  )
}
