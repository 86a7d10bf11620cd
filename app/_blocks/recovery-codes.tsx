'use client'

import { Download, Printer } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useTranslations } from 'use-intl/react'
import { CopyButton } from '@/app/_ui/copy-button'
import { Link } from '@/app/_ui/link'
import { Notice } from '@/app/_ui/notice'
import { useAlive } from '@/app/_ui/use-alive'

type Props = { codes: readonly string[]; said: string; next: string }

/** The recovery codes, the only time that anybody can read them. What needs a script comes with it. */
export function RecoveryCodes({ codes, said, next }: Props) {
  const t = useTranslations('auth.secondFactor')
  const alive = useAlive()
  const heading = useRef<HTMLHeadingElement>(null)
  // The button that brought them is gone.
  useEffect(() => heading.current?.focus(), [])
  const text = codes.join('\n')
  return (
    <div className="grid gap-4">
      <Notice tone="good">{said}</Notice>
      <div className="grid gap-1">
        <h2 ref={heading} tabIndex={-1} className="font-semibold outline-none">
          {t('codes')}
        </h2>
        <p className="text-base text-ink-2">{t('codesText')}</p>
      </div>
      <ul aria-label={t('codes')} className="grid grid-cols-2 gap-x-6 gap-y-1 rounded-md bg-sunken px-4 py-3">
        {codes.map((code) => (
          <li key={code} className="code text-md text-ink">
            {code}
          </li>
        ))}
      </ul>
      {alive && (
        <div className="no-print flex flex-wrap gap-2">
          <CopyButton text={text} />
          <button type="button" className="btn h-7" onClick={() => download(text)}>
            <Download className="size-3.5" aria-hidden />
            {t('download')}
          </button>
          <button type="button" className="btn h-7" onClick={() => window.print()}>
            <Printer className="size-3.5" aria-hidden />
            {t('print')}
          </button>
        </div>
      )}
      <Link href={next} className="btn btn-go no-print justify-self-start">
        {t('kept')}
      </Link>
    </div>
  )
}

function download(text: string): void {
  const address = URL.createObjectURL(new Blob([`${text}\n`], { type: 'text/plain' }))
  const link = document.createElement('a')
  link.href = address
  link.download = 'encours-recovery-codes.txt'
  link.click()
  URL.revokeObjectURL(address)
}
