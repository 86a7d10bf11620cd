import type { Metadata } from 'next'
import { SecondFactorSetUp } from '@/app/_blocks/second-factor-set-up'
import { PostedForm } from '@/app/_ui/posted-form'
import { QrCode } from '@/app/_ui/qr-code'
import { Words } from '@/app/_ui/words'
import { wordsFor } from '@/app/reader'
import { begunSecret, requireContext } from '@/lib/auth/session'
import { readable, secretAddress } from '@/lib/auth/totp'
import { sections } from '@/lib/i18n/words'
import { beginSecondFactorAction, turnOnSecondFactorAction } from '@/lib/users/actions'
import { findSecondFactor, findUser } from '@/lib/users/queries'
import { OwnSecondFactor } from './own-second-factor'

export async function generateMetadata(): Promise<Metadata> {
  return { title: wordsFor(await requireContext('profile.write'), 'auth')('secondFactor.title') }
}

/** The own second factor: off, being set up, or on. */
export default async function SecondFactorPage() {
  const ctx = await requireContext('profile.write')
  const { actor } = ctx
  const t = wordsFor(ctx, 'auth')
  const factor = await findSecondFactor(ctx, actor.id)
  const user = await findUser(ctx, actor.handle)
  const secret = factor.since ? undefined : await begunSecret(actor.id)
  const address = secret && secretAddress(secret, user?.email ?? actor.handle, ctx.company.name)
  return (
    <Words
      language={actor.language}
      timeZone={actor.timeZone}
      messages={sections(actor.language, 'auth', 'words', 'refusals')}
    >
      <div className="grid max-w-md gap-6 px-5 py-5 max-md:px-3.5">
        <div className="grid gap-1">
          <h1 className="text-xl font-semibold tracking-tight">{t('secondFactor.title')}</h1>
          <p className="no-print text-base text-ink-2">{t('secondFactor.lead')}</p>
        </div>
        <SecondFactorSetUp
          action={turnOnSecondFactorAction}
          picture={address && <QrCode text={address} label={t('secondFactor.picture')} />}
          secret={secret && readable(secret)}
          withPassword
          next="/profile"
        >
          {factor.since ? (
            <OwnSecondFactor ctx={ctx} since={factor.since} left={factor.left} needed={factor.needed} />
          ) : (
            <PostedForm action={beginSecondFactorAction} className="grid justify-items-start gap-3">
              <p className="text-base">{t('secondFactor.needsApp')}</p>
              <button type="submit" className="btn btn-go">
                {t('secondFactor.begin')}
              </button>
            </PostedForm>
          )}
        </SecondFactorSetUp>
      </div>
    </Words>
  )
}
