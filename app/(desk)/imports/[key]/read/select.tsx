import type { ReactNode } from 'react'
import { wordsFor } from '@/app/reader'
import type { Context } from '@/lib/context'
import type { Reading, Recognised } from '@/lib/imports/rules/reading'

export type Chip = 'recognised' | 'guess' | 'chosen' | 'choose'

/** How sure a part is; nothing is said of what makes no difference. */
export function chipOf(part: keyof Reading, { reading: seems, sure }: Recognised, reading: Reading): Chip | undefined {
  if (reading[part] !== seems[part]) return 'chosen'
  if (reading[part] === null) return sure[part] ? undefined : 'choose'
  return sure[part] ? 'recognised' : 'guess'
}

type SelectProps = {
  name: string
  label: string
  value: string
  children: ReactNode
  chip?: Chip | undefined
  ctx?: Context
}

export function Select({ name, label, value, children, chip, ctx }: SelectProps) {
  const shade = { recognised: 'tag', guess: 'tag tag-warn', chosen: 'tag tag-on', choose: 'tag tag-warn' }
  return (
    <div className="grid content-start gap-1">
      <div className="flex min-h-5 items-center gap-2">
        <label htmlFor={`read-${name}`} className="text-base font-medium text-ink-2">
          {label}
        </label>
        {chip && ctx && (
          <span id={`read-${name}-chip`} className={shade[chip]}>
            {wordsFor(ctx, 'files')(`read.${chip}`)}
          </span>
        )}
      </div>
      <select
        // A choice that came by the address stands in the list, also when one goes back.
        key={value}
        id={`read-${name}`}
        name={name}
        defaultValue={value}
        aria-invalid={chip === 'choose'}
        aria-describedby={chip && `read-${name}-chip`}
        className="input"
      >
        {children}
      </select>
    </div>
  )
}
