import type { Metadata } from 'next'
import { NeedsScript } from '@/app/_blocks/needs-script'
import { Notice } from '@/app/_ui/notice'
import { wordsFor } from '@/app/reader'
import { can } from '@/lib/auth/permissions'
import { requireContext } from '@/lib/auth/session'
import type { Context } from '@/lib/context'
import { pageNumber } from '@/lib/list'
import { getSecurity, getSettings } from '@/lib/settings/queries'
import { COUNTRIES, currencies, timeZones } from '@/lib/settings/rules'
import { findDue } from '@/lib/users/queries/due'
import { AdminWords } from '../admin-words'
import { named } from './named'
import { Rates } from './rates'
import { SecurityForm } from './security-form'
import { SettingsForm } from './settings-form'

export async function generateMetadata(): Promise<Metadata> {
  return { title: wordsFor(await requireContext('settings.write'), 'admin')('settings') }
}

type Props = { searchParams: Promise<{ rates?: string | string[] }> }

export default async function SettingsPage({ searchParams }: Props) {
  const ctx = await requireContext('settings.write')
  const t = wordsFor(ctx, 'admin')
  const { language } = ctx.actor
  const settings = await getSettings(ctx)
  const { currency, timeZone } = settings
  return (
    <AdminWords ctx={ctx}>
      <div className="grid gap-5 px-5 py-5 max-md:px-3.5">
        <div className="grid gap-1">
          <h1 className="text-xl font-semibold tracking-tight">{t('settings')}</h1>
          <p className="text-base text-ink-2">{t('settingsLead')}</p>
        </div>
        <NeedsScript ctx={ctx} />
        <SettingsForm
          settings={settings}
          currencies={named([...new Set([...currencies(), currency])], language, 'currency')}
          countries={named(COUNTRIES, language, 'region')}
          timeZones={[...new Set([...timeZones(), timeZone])].sort()}
        />
        <Rates ctx={ctx} page={pageNumber((await searchParams).rates)} />
        {can(ctx.actor, 'security.write') && <Security ctx={ctx} />}
      </div>
    </AdminWords>
  )
}

async function Security({ ctx }: { ctx: Context }) {
  const t = wordsFor(ctx, 'admin')
  const security = await getSecurity(ctx)
  const absent = (await findDue(ctx)).filter(({ why }) => why === 'absence').length
  return (
    <section aria-labelledby="security" className="mt-4 grid gap-5 border-t border-line pt-6">
      <div className="grid gap-1">
        <h2 id="security" className="font-semibold">
          {t('security')}
        </h2>
        <p className="text-base text-ink-2">{t('securityLead')}</p>
      </div>
      {absent > 0 && <Notice>{t('absentUsers', { count: absent })}</Notice>}
      <SecurityForm
        security={{
          ...security,
          inactiveAfterMonths: security.inactiveAfterMonths ?? '',
          idleHours: security.idleHours ?? '',
        }}
      />
    </section>
  )
}
