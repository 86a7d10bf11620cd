'use client'

import { useEffect, useState } from 'react'
import { useTranslations } from 'use-intl/react'
import type { Task } from '@/lib/imports/queries/under-way'
import { Link } from './link'

const AGAIN = 5000

/**
 * What the reader has under way, as the page knew it and then as it goes on; gone when it is done, which a screen
 * reader is told.
 */
export function UnderWay({ tasks }: { tasks: Task[] }) {
  const t = useTranslations('shell.underWay')
  const [now, setNow] = useState(tasks)
  const [ended, setEnded] = useState(false)
  useEffect(() => setNow(tasks), [tasks])
  useEffect(() => {
    if (now.length === 0) return
    const timer = setTimeout(async () => {
      const left = await ask().catch(() => now)
      setEnded(left.length === 0)
      // Another list, so that it is asked again also where nothing has moved.
      setNow([...left])
    }, AGAIN)
    return () => clearTimeout(timer)
  }, [now])
  const [task] = now
  return (
    <>
      <span role="status" className="sr-only">
        {ended && t('ended')}
      </span>
      {task && (
        <Link href={addressOf(task, now.length)} className="tag whitespace-nowrap tabular-nums hover:underline">
          {now.length > 1 ? t('several', { count: now.length }) : t(task.what, { percent: task.percent ?? 0 })}
          <span className="sr-only">{t('hint')}</span>
        </Link>
      )}
    </>
  )
}

/** Whoever is signed out meanwhile has nothing under way here. */
async function ask(): Promise<Task[]> {
  const answer = await fetch('/api/under-way')
  return answer.ok ? ((await answer.json()) as Task[]) : []
}

function addressOf({ what, key }: Task, count: number): string {
  const list = what === 'change' ? '/changes' : '/imports'
  return count === 1 ? `${list}/${key}` : list
}
