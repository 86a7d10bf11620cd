'use client'

import { Eye, EyeOff } from 'lucide-react'
import { type ComponentProps, useState } from 'react'
import { useAlive } from './use-alive'

type Props = ComponentProps<'input'> & { showLabel: string; hideLabel: string }

/**
 * A password that can be read while it is typed. The button comes with JavaScript, without which it would do nothing.
 */
export function PasswordInput({ showLabel, hideLabel, className = '', ...control }: Props) {
  const [shown, setShown] = useState(false)
  const alive = useAlive()
  const Icon = shown ? EyeOff : Eye
  return (
    <span className="relative block">
      <input
        {...control}
        type={shown ? 'text' : 'password'}
        className={`input pr-9 ${className}`}
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
      />
      {alive && (
        <button
          type="button"
          className="absolute inset-y-0 right-0 grid w-8 place-items-center rounded-md text-ink-3 hover:text-ink"
          aria-label={shown ? hideLabel : showLabel}
          onClick={() => setShown(!shown)}
        >
          <Icon className="size-4" aria-hidden />
        </button>
      )}
    </span>
  )
}
