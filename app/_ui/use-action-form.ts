'use client'

import { zodResolver } from '@hookform/resolvers/zod'
import { useRouter } from 'next/navigation'
import { type BaseSyntheticEvent, useEffect, useRef, useState } from 'react'
import { type DefaultValues, type FieldValues, type Path, type UseFormReturn, useForm } from 'react-hook-form'
import type { z } from 'zod'
import type { Values } from '@/lib/errors'
import type { Result } from '@/lib/result'
import { reaching, useRefusals } from './use-refusals'

export type ActionForm<Input extends FieldValues, Output> = {
  /** The schema the action parses with: here to be kind, there because it must. */
  input: z.ZodType<unknown, Input>
  defaults: DefaultValues<Input>
  action: (value: Input) => Promise<Result<Output>>
  onDone: (value: Output) => void
  /**
   * Told when the page was read again and the row is another by now, before the form takes it over: what stood, stands,
   * was typed.
   */
  onFresh?: ((given: { before: Input; now: Input; typed: Input }) => void) | undefined
}

/**
 * A form and its action. Refusals land on the field they name, the others above the form in `problem`, none in both
 * places; what was typed stays, and the first field with a refusal has the focus. The page underneath is read again
 * once the action has succeeded: other `defaults` (another version) then take the place of what nobody has touched. The
 * action gets what was typed and parses it itself.
 */
export function useActionForm<Input extends FieldValues, Output>({
  input,
  defaults,
  action,
  onDone,
  onFresh,
}: ActionForm<Input, Output>) {
  const say = useRefusals()
  const router = useRouter()
  const [problem, setProblem] = useState<string>()
  const [told, setTold] = useState<Values>({})
  const resolver = zodResolver(input as never, undefined, { raw: true }) as never
  const form = useForm<Input>({ resolver, defaultValues: defaults })
  const saved = useFresh(form, defaults, onFresh)
  const { isSubmitting: busy } = form.formState
  const handle = form.handleSubmit(async (value) => {
    setProblem(undefined)
    const result = await reaching(() => action(value as Input))
    if (result.ok) {
      saved.current = true
      router.refresh()
      onDone(result.value)
      return
    }
    const { code, message: whole, values, fields } = result.failure
    setTold(values)
    for (const [name, message] of Object.entries(fields)) form.setError(name as Path<Input>, { message })
    focusFirst(Object.keys(fields).map((name) => form.getFieldState(name as Path<Input>).error?.ref))
    const saidBeside = code === 'invalid' ? Object.keys(fields).length > 0 : Object.values(fields).includes(whole)
    setProblem(saidBeside ? undefined : say(result.failure))
  })
  const error = (name: Path<Input>) => {
    const message = form.getFieldState(name, form.formState).error?.message
    return message ? say({ message, values: told }) : undefined
  }
  return { form, submit: unlessBusy(busy, handle), error, problem, busy }
}

/** A button that is only marked as disabled keeps the focus, and can be pressed. */
function unlessBusy(busy: boolean, handle: (event?: BaseSyntheticEvent) => Promise<void>) {
  return async (event?: BaseSyntheticEvent) => {
    if (busy) event?.preventDefault()
    else await handle(event)
  }
}

/** The one that stands first on the page, whatever order the refusals came in. */
function focusFirst(refs: unknown[]) {
  const fields = refs.filter((ref) => ref instanceof HTMLElement)
  fields.sort((a, b) => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1))
  fields[0]?.focus()
}

/** Takes over new defaults: all of them once the form was saved, else those of fields nobody has touched. */
function useFresh<Input extends FieldValues>(
  form: UseFormReturn<Input>,
  defaults: DefaultValues<Input>,
  onFresh?: ActionForm<Input, unknown>['onFresh'],
) {
  const saved = useRef(false)
  const stamp = JSON.stringify(defaults)
  const before = useRef(stamp)
  const told = useRef(onFresh)
  told.current = onFresh
  useEffect(() => {
    if (before.current === stamp) return
    const [old, now] = [JSON.parse(before.current) as Input, JSON.parse(stamp) as Input]
    if (!saved.current) told.current?.({ before: old, now, typed: { ...form.getValues() } })
    before.current = stamp
    form.reset(now as DefaultValues<Input>, { keepDirtyValues: !saved.current })
    saved.current = false
  }, [form, stamp])
  return saved
}
