'use client'

import { type ComponentProps, type ReactNode, useEffect, useRef, useState } from 'react'
import type { Failure, Result } from '@/lib/result'
import { Notice } from './notice'
import { reaching, useRefusals } from './use-refusals'

/** Answers what stands in a panel, for the address one is at. */
export type OpenPanel = (asked: { panel: string; search: string }) => Promise<Result<ReactNode>>

type Props = {
  /** What the action and the address call it; with `-panel` behind it the id. */
  name: string
  open: OpenPanel
  /** What was put in is of this state of the page; for another it is asked for again. */
  state: string
  button: Pick<ComponentProps<'button'>, 'className' | 'aria-label' | 'aria-keyshortcuts'>
  /** What the button says. */
  face: ReactNode
  className: string
  /** The panel is a form of these fields, which stand for what is not put into it yet. */
  form?: Pick<ComponentProps<'form'>, 'action' | 'aria-label'> & { kept: ReactNode }
  /** The form whose button opens it as a part of the page where there is no JavaScript, if it is of use there. */
  plainForm?: string
}

/**
 * A button and its panel, which is empty until it is opened: a page has several, seldom are any looked at, and to send
 * them all would be half of it. It opens without a script too, and is filled once there is one.
 */
export function Panel({ name, open, state, button, face, className, form, plainForm }: Props) {
  const say = useRefusals()
  const box = useRef<HTMLElement>(null)
  const [filled, setFilled] = useState<{ state: string; content: ReactNode }>()
  const [failure, setFailure] = useState<Failure>()
  const content = filled?.state === state ? filled.content : undefined
  const fill = async () => {
    const result = await reaching(() => open({ panel: name, search: window.location.search }))
    setFailure(result.ok ? undefined : result.failure)
    if (result.ok) setFilled({ state, content: result.value })
  }
  // Whoever was quicker than the script has opened it already.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the script is there.
  useEffect(() => {
    if (box.current?.matches(':popover-open')) void fill()
  }, [])
  const { kept, ...formProps } = form ?? {}
  const shared = {
    id: `${name}-panel`,
    popover: 'auto',
    tabIndex: -1,
    className: `popup panel text-ink outline-none ${className}`,
    onBeforeToggle: (event: { newState: string }) => {
      if (event.newState === 'open' && content === undefined) void fill()
    },
  } as const
  const notice = failure && <Notice tone="bad">{say(failure)}</Notice>
  return (
    <>
      <button type="button" {...button} popoverTarget={shared.id} className={`scripted ${button.className}`}>
        {face}
      </button>
      {plainForm && (
        <noscript>
          <button type="submit" {...button} form={plainForm} formNoValidate name="panel" value={name}>
            {face}
          </button>
        </noscript>
      )}
      {form ? (
        <form ref={box as never} {...shared} {...formProps} method="get" autoComplete="off">
          {content ?? kept}
          {notice}
        </form>
      ) : (
        <div ref={box as never} {...shared}>
          {content}
          {notice}
        </div>
      )}
    </>
  )
}
