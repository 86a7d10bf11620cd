'use client'

import type { UseFormRegisterReturn } from 'react-hook-form'

type Props = {
  id: string
  legend: string
  hint: string
  error: string | undefined
  options: { value: string; label: string }[]
  register: () => UseFormRegisterReturn
}

/** Several of a few, to tick. */
export function TickList({ id, legend, hint, error, options, register }: Props) {
  return (
    <fieldset className="grid gap-2" aria-describedby={error ? `${id}-error ${id}-hint` : `${id}-hint`}>
      <legend className="mb-2 text-base font-medium text-ink-2">{legend}</legend>
      <div className="grid gap-2 sm:grid-cols-2">
        {options.map(({ value, label }) => (
          <label key={value} className="flex items-start gap-2.5 text-base">
            <input {...register()} type="checkbox" value={value} className="tick mt-0.5" />
            {label}
          </label>
        ))}
      </div>
      {error && (
        <p id={`${id}-error`} className="text-sm text-danger" role="alert">
          {error}
        </p>
      )}
      <p id={`${id}-hint`} className="text-sm text-ink-3">
        {hint}
      </p>
    </fieldset>
  )
}
