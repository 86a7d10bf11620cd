import { Icon } from '@/app/_ui/icon'
import { Link } from '@/app/_ui/link'
import { type OpenPanel, Panel } from '@/app/_ui/panel'
import { wordsFor } from '@/app/reader'
import type { Context } from '@/lib/context'

const KEYS = [
  { word: 'rows', keys: ['j', 'k'] },
  { word: 'tick', keys: ['x'] },
  { word: 'extend', keys: ['⇧ x'] },
  { word: 'open', keys: ['↵'] },
  { word: 'act', keys: ['a'] },
  { word: 'clear', keys: ['Esc'] },
  { word: 'search', keys: ['/'] },
  { word: 'help', keys: ['?'] },
] as const
/** What is left without keys of one letter. */
const LETTERLESS = [
  { word: 'arrows', keys: ['↑', '↓'] },
  { word: 'space', keys: ['␣'] },
  { word: 'open', keys: ['↵'] },
  { word: 'clear', keys: ['Esc'] },
  { word: 'quick', keys: ['Ctrl K'] },
] as const

/** What the keys do in the list, behind a button and `?`. */
export function Shortcuts({ ctx, open }: { ctx: Context; open: OpenPanel }) {
  const t = wordsFor(ctx, 'customers')
  return (
    <Panel
      name="shortcuts"
      state=""
      open={open}
      button={{
        'aria-label': t('keys.title'),
        ...(ctx.actor.shortcuts && { 'aria-keyshortcuts': '?' }),
        className: 'no-print btn btn-bare btn-icon -mt-1 max-md:hidden',
      }}
      face={<Icon name="keyboard" />}
      className="w-96 p-4 max-md:m-auto max-md:[position-area:none]"
    />
  )
}

export function ShortcutList({ ctx }: { ctx: Context }) {
  const t = wordsFor(ctx, 'customers')
  const letters = ctx.actor.shortcuts
  return (
    <section aria-labelledby="shortcuts-title">
      <h2 id="shortcuts-title" className="pb-2 font-semibold">
        {t('keys.title')}
      </h2>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5">
        {(letters ? KEYS : LETTERLESS).map(({ word, keys }) => (
          <div key={word} className="contents">
            <dt className="flex items-start gap-1">
              {keys.map((key) => (
                <kbd key={key} className="rounded border border-line px-1.5 font-mono text-xs leading-5 text-ink-2">
                  {key}
                </kbd>
              ))}
            </dt>
            <dd>{t(`keys.${word}`)}</dd>
          </div>
        ))}
      </dl>
      {!letters && (
        <p className="pt-3 text-sm text-ink-2">
          {t('keys.off')}{' '}
          <Link href="/profile#shortcuts" className="link">
            {t('keys.offLink')}
          </Link>
        </p>
      )}
    </section>
  )
}
