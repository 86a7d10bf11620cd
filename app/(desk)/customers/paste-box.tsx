'use client'

import { ClipboardPaste } from 'lucide-react'
import { useActionState, useEffect, useRef } from 'react'
import { useTranslations } from 'use-intl/react'
import { Notice } from '@/app/_ui/notice'
import { reaching, useRefusals } from '@/app/_ui/use-refusals'
import { pasteCodesAction } from '@/lib/lists/actions'
import type { Result } from '@/lib/result'

/** A column of account codes in, a search with a short address out. */
export function PasteBox({ search }: { search: string }) {
  const t = useTranslations('customers')
  const say = useRefusals()
  const [result, paste, busy] = useActionState<Result<unknown> | undefined, FormData>(
    async (_before, form) => reaching(() => pasteCodesAction(form)),
    undefined,
  )
  const panel = useRef<HTMLFormElement>(null)
  // The search that came of it is there: the panel has done its work.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it runs because the search is another one, whatever it is.
  useEffect(() => panel.current?.hidePopover(), [search])
  return (
    <>
      <button type="button" popoverTarget="paste-panel" className="btn btn-bare">
        <ClipboardPaste className="size-3.5" aria-hidden />
        {t('pasteCodes')}
      </button>
      <form
        ref={panel}
        id="paste-panel"
        popover="auto"
        action={paste}
        aria-label={t('pasteTitle')}
        className="popup panel w-[min(420px,calc(100vw-24px))] p-4 text-ink"
      >
        <div className="grid gap-3">
          <label htmlFor="paste" className="text-lg font-semibold">
            {t('pasteTitle')}
          </label>
          {result && !result.ok && <Notice tone="bad">{say(result.failure)}</Notice>}
          <textarea
            id="paste"
            name="paste"
            rows={10}
            required
            spellCheck={false}
            aria-describedby="paste-hint"
            className="input font-mono"
          />
          <p id="paste-hint" className="text-sm text-ink-2">
            {t('pasteHint')}
          </p>
          <input type="hidden" name="search" value={search} />
          <button type="submit" disabled={busy} className="btn btn-go justify-self-end">
            {t('pasteGo')}
          </button>
        </div>
      </form>
    </>
  )
}
