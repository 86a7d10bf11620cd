import type { Metadata } from 'next'
import { NeedsScript } from '@/app/_blocks/needs-script'
import { wordsFor } from '@/app/reader'
import { requireContext } from '@/lib/auth/session'
import { timeZones } from '@/lib/settings/rules'
import { AdminWords } from '../../admin-words'
import { rolesToGive } from '../roles-to-give'
import { NewUserForm } from './new-user-form'

export async function generateMetadata(): Promise<Metadata> {
  return { title: wordsFor(await requireContext('users.write'), 'admin')('newUser') }
}

export default async function NewUserPage() {
  const ctx = await requireContext('users.write')
  const t = wordsFor(ctx, 'admin')
  return (
    <AdminWords ctx={ctx}>
      <div className="grid gap-5 px-5 py-5 max-md:px-3.5">
        <h1 className="text-xl font-semibold tracking-tight">{t('newUser')}</h1>
        <NeedsScript ctx={ctx} />
        <NewUserForm
          roles={rolesToGive(ctx.actor)}
          timeZones={timeZones()}
          companyZone={ctx.company.timeZone}
          language={ctx.company.language}
        />
      </div>
    </AdminWords>
  )
}
