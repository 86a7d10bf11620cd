import { CircleAlert, CircleCheck, Info } from 'lucide-react'
import type { ReactNode } from 'react'

const TONES = {
  good: { box: 'bg-accent-soft text-ink', icon: <CircleCheck className="size-4 text-accent" aria-hidden /> },
  plain: { box: 'bg-sunken text-ink', icon: <Info className="size-4 text-ink-2" aria-hidden /> },
  warn: { box: 'bg-warn-soft text-ink', icon: <CircleAlert className="size-4 text-warn" aria-hidden /> },
  bad: { box: 'bg-danger-soft text-ink', icon: <CircleAlert className="size-4 text-danger" aria-hidden /> },
}

/** What just happened or what stands in the way, in a sentence. Bad news is announced at once, the rest politely. */
export function Notice({ tone = 'plain', children }: { tone?: keyof typeof TONES; children: ReactNode }) {
  const { box, icon } = TONES[tone]
  return (
    <div
      role={tone === 'bad' ? 'alert' : 'status'}
      className={`flex items-start gap-2 rounded-md px-3 py-2 text-base ${box}`}
    >
      <span className="mt-0.5 shrink-0">{icon}</span>
      <div className="min-w-0">{children}</div>
    </div>
  )
}
