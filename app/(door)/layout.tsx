import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { Words } from '@/app/_ui/words'
import { readerLanguage } from '@/app/stranger'
import { sections } from '@/lib/i18n/words'

export const metadata: Metadata = { robots: { index: false, follow: false } }

/** The pages of people who are not signed in: one narrow column. */
export default async function DoorLayout({ children }: { children: ReactNode }) {
  const language = await readerLanguage()
  return (
    <Words language={language} timeZone="UTC" messages={sections(language, 'auth', 'refusals')}>
      <main className="mx-auto grid min-h-dvh w-full max-w-[372px] content-start gap-6 px-4 pt-[16vh] pb-10">
        <p className="flex items-center gap-2 text-lg font-semibold">
          <BrandMark />
          Encours
        </p>
        {children}
      </main>
    </Words>
  )
}

function BrandMark() {
  return (
    // biome-ignore lint/performance/noImgElement: an SVG of half a kilobyte has nothing to optimise.
    <img src="/favicon.svg" alt="" width={20} height={20} />
  )
}
