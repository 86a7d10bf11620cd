'use client'

import { useTranslations } from 'use-intl/react'
import { Link } from '@/app/_ui/link'
import { hasLetterOrDigit } from '@/lib/search/rules'
import { Icon } from './icon'
import { QuickSearchOptions } from './quick-search-options'
import { useQuickSearch } from './use-quick-search'

const LIST = 'quick-search-list'
const optionId = (index: number) => `quick-search-option-${index}`

/**
 * The search in the top bar, which `/` leads to where `letters` do something: from a name, a code, an address or a
 * telephone number to the customer, wherever one is.
 */
export function QuickSearch({ letters }: { letters: boolean }) {
  const t = useTranslations('quick')
  const search = useQuickSearch(letters)
  return (
    <search className="relative">
      <Link href="/search" className="btn btn-bare btn-icon md:hidden" aria-label={t('label')}>
        <Icon name="search" />
      </Link>
      <form
        action="/search"
        className="hidden md:block"
        onBlur={(event) => event.currentTarget.contains(event.relatedTarget) || search.close()}
      >
        <Field search={search} letters={letters} />
        <p className="sr-only" aria-live="polite">
          <Outcome search={search} />
        </p>
        {search.shown && <QuickSearchOptions id={LIST} optionId={optionId} search={search} />}
      </form>
    </search>
  )
}

type Props = { search: ReturnType<typeof useQuickSearch> }

function Field({ search, letters }: Props & { letters: boolean }) {
  const t = useTranslations('quick')
  const { shown, active, typed } = search
  return (
    <>
      <Icon name="search" className="pointer-events-none absolute top-2 left-2.5 size-3.5 text-ink-3" />
      <input
        ref={search.input}
        type="search"
        name="q"
        value={typed}
        maxLength={100}
        autoComplete="off"
        spellCheck={false}
        placeholder={t('placeholder')}
        aria-label={t('label')}
        role="combobox"
        aria-autocomplete="list"
        aria-expanded={shown}
        aria-controls={shown ? LIST : undefined}
        aria-activedescendant={shown && active >= 0 ? optionId(active) : undefined}
        aria-keyshortcuts={letters ? '/ Control+K' : 'Control+K'}
        className="input h-[30px] w-70 pr-8 pl-8 [&::-webkit-search-cancel-button]:hidden"
        onChange={(event) => search.type(event.target.value, (event.nativeEvent as InputEvent).isComposing)}
        onCompositionEnd={(event) => search.type(event.currentTarget.value)}
        onFocus={search.show}
        onKeyDown={search.onKeyDown}
      />
      {typed === '' && (
        <kbd
          aria-hidden
          className="pointer-events-none absolute top-[7px] right-2 rounded border border-line px-1.5 font-mono text-xs leading-4 text-ink-3"
        >
          {letters ? '/' : 'Ctrl K'}
        </kbd>
      )}
    </>
  )
}

/** What a screen reader hears when the typing pauses. */
function Outcome({ search: { shown, found, text } }: Props) {
  const t = useTranslations('quick')
  if (!shown || found.waiting) return null
  if (found.problem) return t(found.problem)
  if (found.hits.length === 0 && !hasLetterOrDigit(text)) return t('signsOnly', { text })
  const count = t('count', { count: found.hits.length })
  return found.partly ? `${count}. ${t('partly')}` : count
}
