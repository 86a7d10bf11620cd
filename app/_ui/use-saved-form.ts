import { useState } from 'react'
import type { FieldValues } from 'react-hook-form'
import { type ActionForm, useActionForm } from './use-action-form'

type Options<Input extends FieldValues, Output> = Omit<ActionForm<Input, Output>, 'onDone'> & {
  onDone?: (value: Output) => void
}

/** A form that stays where it is when it is saved. `end` is for its `SaveRow`. */
export function useSavedForm<Input extends FieldValues, Output>({ action, onDone, ...rest }: Options<Input, Output>) {
  const [saved, setSaved] = useState(false)
  const { form, submit, error, busy, problem } = useActionForm<Input, Output>({
    ...rest,
    action: (value) => {
      setSaved(false)
      return action(value)
    },
    onDone: (value) => {
      setSaved(true)
      onDone?.(value)
    },
  })
  return { form, submit, error, end: { busy, problem, saved } }
}
