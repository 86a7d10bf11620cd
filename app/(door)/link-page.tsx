import { Link } from '@/app/_ui/link'
import { Notice } from '@/app/_ui/notice'
import { openLink, readerLanguage } from '@/app/stranger'
import type { TokenPurpose } from '@/db/schema/vocabulary'
import { words } from '@/lib/i18n/words'
import { PasswordForm } from './password-form'

/**
 * What an invitation and a reset link open. Opening it uses nothing up: mail programs look at links before people do.
 */
export async function LinkPage({ purpose, token }: { purpose: TokenPurpose; token: string }) {
  const t = words(await readerLanguage(), 'auth')
  const link = await openLink(purpose, token)
  if (!link?.email) {
    return (
      <>
        <h1 className="text-xl font-semibold">{t('deadTitle')}</h1>
        <Notice tone="warn">{t(`dead.${purpose}`)}</Notice>
        <Link href="/login" className="link justify-self-start text-base">
          {t('toSignIn')}
        </Link>
      </>
    )
  }
  return (
    <>
      <div className="grid gap-1">
        <h1 className="text-xl font-semibold">{t(`titles.${purpose}`)}</h1>
        <p className="text-base text-ink-2">{t(`leads.${purpose}`, { name: link.name })}</p>
      </div>
      <PasswordForm purpose={purpose} token={token} email={link.email} />
    </>
  )
}
