'use client'

import en from '@/lib/i18n/messages/en/shell.json'
import fr from '@/lib/i18n/messages/fr/shell.json'

/**
 * The document itself could not be rendered, most often because the database is away: no language is known but the
 * browser's.
 */
export default function GlobalError({ error }: { error: Error & { digest?: string } }) {
  const french = typeof navigator !== 'undefined' && navigator.language.startsWith('fr')
  const t = french ? fr : en
  return (
    <html lang={french ? 'fr' : 'en'}>
      <body>
        <main style={{ maxWidth: 420, margin: '15vh auto', font: '15px/1.5 system-ui', textAlign: 'center' }}>
          <title>{t.errorTitle}</title>
          <h1>{t.errorTitle}</h1>
          <p>{t.errorText.replace('{reference}', error.digest ?? '–')}</p>
          <button type="button" onClick={() => window.location.reload()}>
            {t.tryAgain}
          </button>
        </main>
      </body>
    </html>
  )
}
