import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { SecondFactorSetUp } from '@/app/_blocks/second-factor-set-up'
import { Link } from '@/app/_ui/link'
import { PostedForm } from '@/app/_ui/posted-form'
import { QrCode } from '@/app/_ui/qr-code'
import { Words } from '@/app/_ui/words'
import { readerLanguage } from '@/app/stranger'
import { safeReturn } from '@/lib/auth/return-address'
import { begunSecret, currentContext, findPending } from '@/lib/auth/session'
import { readable, secretAddress } from '@/lib/auth/totp'
import { database } from '@/lib/db'
import { sections, words } from '@/lib/i18n/words'
import { readCompany } from '@/lib/system'
import { stepAddress } from '../../step-address'
import { beginAtDoorAction, turnOnAtDoorAction } from '../actions'

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export async function generateMetadata(): Promise<Metadata> {
  return { title: words(await readerLanguage(), 'auth')('secondFactor.title') }
}

/**
 * Where those are led whose role must have a second factor and who have none: they can do nothing else before. Once it
 * is on they are in, and the page stays as long as they read the recovery codes.
 */
export default async function SetUpPage({ searchParams }: Props) {
  const next = safeReturn([(await searchParams).next].flat()[0])
  const isIn = (await currentContext()) !== undefined
  const half = isIn ? undefined : await findPending()
  if (!isIn && half?.step !== 'set-up') {
    redirect(half ? stepAddress('code', next) : `/login?notice=late&next=${encodeURIComponent(next)}`)
  }
  const language = await readerLanguage()
  const t = words(language, 'auth')
  const secret = half && (await begunSecret(half.userId))
  const address = secret && half && secretAddress(secret, half.email, (await readCompany(database())).name)
  return (
    <Words language={language} timeZone="UTC" messages={sections(language, 'auth', 'words', 'refusals')}>
      <div className="grid gap-1">
        <h1 className="text-xl font-semibold">{t('secondFactor.title')}</h1>
        {half && <p className="text-base text-ink-2">{t('secondFactor.required')}</p>}
      </div>
      <SecondFactorSetUp
        action={turnOnAtDoorAction}
        picture={address && <QrCode text={address} label={t('secondFactor.picture')} />}
        secret={secret && readable(secret)}
        withPassword={false}
        next={next}
      >
        {half ? (
          <PostedForm action={beginAtDoorAction} className="grid justify-items-start gap-3">
            <p className="text-base">{t('secondFactor.needsApp')}</p>
            <button type="submit" className="btn btn-go">
              {t('secondFactor.begin')}
            </button>
          </PostedForm>
        ) : (
          <div className="grid gap-3">
            <p className="text-base">{t('secondFactor.isOn')}</p>
            <Link href={next} className="btn btn-go justify-self-start">
              {t('secondFactor.goOn')}
            </Link>
          </div>
        )}
      </SecondFactorSetUp>
    </Words>
  )
}
