import { formatFor, wordsFor } from '@/app/reader'
import type { Context } from '@/lib/context'
import { renewRecoveryCodesAction, turnOffSecondFactorAction } from '@/lib/users/actions'
import { ProofForm } from './proof-form'

type Props = { ctx: Context; since: Date; left: number; needed: boolean }

/** A second factor that is on: what is left of the recovery codes, new ones, and the way out. */
export function OwnSecondFactor({ ctx, since, left, needed }: Props) {
  const t = wordsFor(ctx, 'auth')
  return (
    <div className="grid gap-6">
      <p className="text-base">
        {t('secondFactor.since', { moment: formatFor(ctx).moment(since) })} {t('secondFactor.left', { left })}
      </p>
      <section aria-labelledby="renew" className="grid gap-3 border-t border-line pt-6">
        <h2 id="renew" className="font-semibold">
          {t('secondFactor.renewTitle')}
        </h2>
        <p className="text-base text-ink-2">{t('secondFactor.renewText')}</p>
        <ProofForm action={renewRecoveryCodesAction} scope="renew" button={t('secondFactor.renew')} />
      </section>
      <section aria-labelledby="off" className="grid gap-3 border-t border-line pt-6">
        <h2 id="off" className="font-semibold">
          {t('secondFactor.offTitle')}
        </h2>
        <p className="text-base text-ink-2">{t(needed ? 'secondFactor.offNeeded' : 'secondFactor.offText')}</p>
        <ProofForm action={turnOffSecondFactorAction} scope="off" button={t('secondFactor.turnOff')} danger />
      </section>
    </div>
  )
}
