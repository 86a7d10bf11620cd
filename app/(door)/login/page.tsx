import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { Notice } from '@/app/_ui/notice'
import { readerLanguage } from '@/app/stranger'
import { safeReturn } from '@/lib/auth/return-address'
import { currentContext } from '@/lib/auth/session'
import { words } from '@/lib/i18n/words'
import { SignInForm } from './sign-in-form'

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

const NOTICES = ['password', 'everywhere', 'late'] as const

export async function generateMetadata(): Promise<Metadata> {
  return { title: words(await readerLanguage(), 'auth')('signIn') }
}

export default async function LoginPage({ searchParams }: Props) {
  const { next, notice } = await searchParams
  const wanted = safeReturn([next].flat()[0])
  if (await currentContext()) redirect(wanted)
  const t = words(await readerLanguage(), 'auth')
  const news = NOTICES.find((known) => known === notice)
  return (
    <>
      <h1 className="text-xl font-semibold">{t('signIn')}</h1>
      {news && <Notice tone={news === 'late' ? 'plain' : 'good'}>{t(`notices.${news}`)}</Notice>}
      <SignInForm next={wanted} />
      <p className="text-sm text-ink-3">{t('lost')}</p>
    </>
  )
}
