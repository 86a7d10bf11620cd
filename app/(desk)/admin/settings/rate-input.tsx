import type { ComponentProps } from 'react'

export function RateInput(props: ComponentProps<'input'>) {
  return <input {...props} inputMode="decimal" autoComplete="off" className="input num max-w-40" />
}
