import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { Link } from '@/app/_ui/link'
import { readerLanguage } from '@/app/stranger'
import { safeReturn } from '@/lib/auth/return-address'
import { currentContext, findPending } from '@/lib/auth/session'
import { words } from '@/lib/i18n/words'
import { stepAddress } from '../../step-address'
import { CodeForm } from './code-form'

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export async function generateMetadata(): Promise<Metadata> {
  return { title: words(await readerLanguage(), 'auth')('secondFactor.stepTitle') }
}

/** The second step of signing in, for whoever has shown the password a moment ago. */
export default async function CodePage({ searchParams }: Props) {
  const query = await searchParams
  const next = safeReturn([query.next].flat()[0])
  if (await currentContext()) redirect(next)
  const half = await findPending()
  if (half?.step === 'set-up') redirect(stepAddress('set-up', next))
  if (half?.step !== 'code') redirect(`/login?notice=late&next=${encodeURIComponent(next)}`)
  const t = words(await readerLanguage(), 'auth')
  const recovery = query.with === 'recovery'
  const here = stepAddress('code', next)
  return (
    <>
      <div className="grid gap-1">
        <h1 className="text-xl font-semibold">{t('secondFactor.stepTitle')}</h1>
        <p className="text-base text-ink-2">{t(recovery ? 'secondFactor.stepRecovery' : 'secondFactor.stepLead')}</p>
      </div>
      <CodeForm key={recovery ? 'recovery' : 'code'} next={next} recovery={recovery} />
      <p className="grid gap-1.5 text-base">
        <Link
          href={recovery ? here : `${here}${here.includes('?') ? '&' : '?'}with=recovery`}
          className="link justify-self-start"
        >
          {t(recovery ? 'secondFactor.useApp' : 'secondFactor.useRecovery')}
        </Link>
        <Link
          href={next === '/' ? '/login' : `/login?next=${encodeURIComponent(next)}`}
          className="link justify-self-start"
        >
          {t('secondFactor.again')}
        </Link>
      </p>
      <p className="text-sm text-ink-3">{t('secondFactor.lost')}</p>
    </>
  )
}
