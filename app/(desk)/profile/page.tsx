import type { Metadata } from 'next'
import { NeedsScript } from '@/app/_blocks/needs-script'
import { Words } from '@/app/_ui/words'
import { wordsFor } from '@/app/reader'
import { requireContext } from '@/lib/auth/session'
import { sections } from '@/lib/i18n/words'
import { timeZones } from '@/lib/settings/rules'
import { findUser } from '@/lib/users/queries'
import { EverywhereForm } from './everywhere-form'
import { OwnPasswordForm } from './own-password-form'
import { ProfileForm } from './profile-form'
import { SecondFactorRow } from './second-factor-row'

export async function generateMetadata(): Promise<Metadata> {
  return { title: wordsFor(await requireContext('profile.write'), 'auth')('profile') }
}

/** What a person decides for themselves: how the screen reads and looks, the password, the open sessions. */
export default async function ProfilePage() {
  const ctx = await requireContext('profile.write')
  const { actor } = ctx
  const user = await findUser(ctx, actor.handle)
  const t = wordsFor(ctx, 'auth')
  const words = wordsFor(ctx, 'words')
  const zone = user?.timeZone ?? ''
  return (
    <Words
      language={actor.language}
      timeZone={actor.timeZone}
      messages={sections(actor.language, 'auth', 'words', 'refusals')}
    >
      <div className="grid max-w-md gap-8 px-5 py-5 max-md:px-3.5">
        <div className="grid gap-1">
          <h1 className="text-xl font-semibold tracking-tight">{actor.name}</h1>
          <p className="text-base text-ink-2">
            {[user?.email, words(`roles.${actor.role}`)].filter(Boolean).join(' · ')}
          </p>
        </div>
        <NeedsScript ctx={ctx} />
        <section aria-labelledby="screen" className="grid gap-4">
          <h2 id="screen" className="font-semibold">
            {t('screen')}
          </h2>
          <ProfileForm
            profile={{
              language: actor.language,
              timeZone: zone,
              theme: actor.theme,
              density: actor.density,
              shortcuts: actor.shortcuts,
            }}
            timeZones={[...new Set([...timeZones(), ...(zone ? [zone] : [])])].sort()}
            companyZone={ctx.company.timeZone}
          />
        </section>
        <section aria-labelledby="password-title" className="grid gap-4 border-t border-line pt-6">
          <h2 id="password-title" className="font-semibold">
            {t('changePassword')}
          </h2>
          <OwnPasswordForm email={user?.email ?? ''} />
        </section>
        <SecondFactorRow ctx={ctx} />
        <section aria-labelledby="sessions" className="grid gap-3 border-t border-line pt-6">
          <h2 id="sessions" className="font-semibold">
            {t('sessions')}
          </h2>
          <EverywhereForm />
        </section>
      </div>
    </Words>
  )
}
