'use client'

import { type ReactNode, useEffect, useId } from 'react'
import type { Result } from '@/lib/result'
import { Notice } from './notice'
import { usePostedForm } from './use-posted-form'
import { useRefusals } from './use-refusals'

type Props = {
  action: (before: unknown, form: FormData) => Promise<Result<unknown>>
  /** A text field above the rest, which keeps what was typed and shows what is wrong with it. */
  field?: { name: string; label: string; value?: string; longest: number }
  /** The id under which a button opens the form as a panel. */
  panel?: string
  label?: string
  className?: string
  children: ReactNode
}

/**
 * A form whose fields the server rendered. It posts itself where there is no JavaScript, and comes back as part of the
 * page; with it what is refused is said in place, and a panel closes when it is done.
 */
export function PostedForm({ action, field, panel, label, className = '', children }: Props) {
  const say = useRefusals()
  const { answer, wasPosted, form } = usePostedForm(action)
  const id = useId()
  useEffect(() => {
    if (answer?.ok) form.ref.current?.closest<HTMLElement>('[popover]')?.hidePopover()
  }, [answer, form.ref])
  const failure = answer?.ok === false ? answer.failure : undefined
  const wrong = field && failure?.fields[field.name]
  return (
    <form
      {...form}
      {...(panel && !wasPosted ? { id: panel, popover: 'auto' } : {})}
      aria-label={label}
      className={className}
    >
      {failure && !wrong && <Notice tone="bad">{say(failure)}</Notice>}
      {field && (
        <div className="grid gap-1">
          <label htmlFor={id} className="text-base font-medium text-ink-2">
            {field.label}
          </label>
          <input
            id={id}
            name={field.name}
            required
            maxLength={field.longest}
            defaultValue={(answer?.ok === false && answer.typed?.[field.name]) || field.value}
            aria-invalid={Boolean(wrong)}
            aria-describedby={wrong ? `${id}-error` : undefined}
            className="input"
          />
          {failure && wrong && (
            <p id={`${id}-error`} className="text-sm text-danger" role="alert">
              {say({ ...failure, message: wrong })}
            </p>
          )}
        </div>
      )}
      {children}
    </form>
  )
}
