import type { ComponentProps } from 'react'

type Props = ComponentProps<'input'> & {
  id: string
  label: string
  hint?: string | undefined
  error?: string | undefined
}

/** A box to tick with its label to the right, and what ticking it means. */
export function Tick({ id, label, hint, error, ...control }: Props) {
  const notes = [error ? `${id}-error` : '', hint ? `${id}-hint` : ''].filter(Boolean).join(' ')
  return (
    <div className="grid grid-cols-[16px_1fr] gap-x-2.5 gap-y-0.5">
      <input
        {...control}
        id={id}
        type="checkbox"
        className="tick mt-0.5"
        aria-invalid={Boolean(error)}
        aria-describedby={notes || undefined}
      />
      <label htmlFor={id} className="text-base">
        {label}
      </label>
      {error && (
        <p id={`${id}-error`} className="col-start-2 text-sm text-danger" role="alert">
          {error}
        </p>
      )}
      {hint && (
        <p id={`${id}-hint`} className="col-start-2 text-sm text-ink-3">
          {hint}
        </p>
      )}
    </div>
  )
}
