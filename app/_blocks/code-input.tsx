import type { ComponentProps } from 'react'

/** Six digits of an app: the keys of a telephone, and filled in by itself where the browser knows the code. */
export function CodeInput({ className = '', ...control }: ComponentProps<'input'>) {
  return (
    <input
      inputMode="numeric"
      autoComplete="one-time-code"
      {...control}
      className={`input tracking-[0.2em] tabular-nums ${className}`}
      autoCapitalize="none"
      spellCheck={false}
      maxLength={20}
      required
    />
  )
}
