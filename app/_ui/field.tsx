import type { ReactNode } from 'react'

type ControlProps = { id: string; name: string; 'aria-invalid': boolean; 'aria-describedby': string | undefined }

type Props = {
  name: string
  label: string
  hint?: string | undefined
  /** The sentence itself, in the reader's language. */
  error?: string | undefined
  optional?: string
  /** Tells fields of the same name apart where two forms share a page. */
  scope?: string
  children: (control: ControlProps) => ReactNode
}

/** Label, control, hint and error as one accessible unit. Spread what the child receives on the control. */
export function Field({ name, label, hint, error, optional, scope, children }: Props) {
  const id = scope ? `${scope}-${name}` : name
  const notes = [error ? `${id}-error` : '', hint ? `${id}-hint` : ''].filter(Boolean).join(' ')
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="text-base font-medium text-ink-2">
        {label}
        {optional && <span className="font-normal text-ink-3"> · {optional}</span>}
      </label>
      {children({ id, name, 'aria-invalid': Boolean(error), 'aria-describedby': notes || undefined })}
      {error && (
        <p id={`${id}-error`} className="text-sm text-danger" role="alert">
          {error}
        </p>
      )}
      {hint && (
        <p id={`${id}-hint`} className="text-sm text-ink-3">
          {hint}
        </p>
      )}
    </div>
  )
}
