'use client'

import { X } from 'lucide-react'
import { Dialog as Primitive } from 'radix-ui'
import { type ReactNode, useRef } from 'react'

type Props = {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  description?: string
  closeLabel: string
  children: ReactNode
}

/** A dialog over the page: focus stays inside, Escape closes, focus returns to where it came from. */
export function Dialog({ open, onOpenChange, title, description, closeLabel, children }: Props) {
  const before = useRef<Element | null>(null)
  return (
    <Primitive.Root open={open} onOpenChange={onOpenChange}>
      <Primitive.Portal>
        <Primitive.Overlay className="fixed inset-0 z-40 bg-[rgb(0_0_0/0.3)]" />
        <Primitive.Content
          className="popup fixed top-[6vh] left-1/2 z-50 grid max-h-[88vh] w-[min(560px,calc(100vw-24px))] -translate-x-1/2 gap-4 overflow-y-auto scroll-pb-16 p-5"
          onOpenAutoFocus={(event) => {
            before.current = document.activeElement
            startInField(event)
          }}
          onCloseAutoFocus={(event) => goBack(event, before.current)}
          {...(description ? {} : { 'aria-describedby': undefined })}
        >
          <div className="flex items-start justify-between gap-4">
            <div className="grid gap-1">
              <Primitive.Title className="text-lg font-semibold [overflow-wrap:anywhere]">{title}</Primitive.Title>
              {description && (
                <Primitive.Description className="text-base text-ink-2">{description}</Primitive.Description>
              )}
            </div>
            <CloseButton label={closeLabel} />
          </div>
          {children}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  )
}

/** The cross at the top right of whatever stands over the page. */
export function CloseButton({ label }: { label: string }) {
  return (
    <Primitive.Close className="btn btn-bare btn-icon -mt-1 -mr-2" aria-label={label}>
      <X className="size-4" aria-hidden />
    </Primitive.Close>
  )
}

/** The primitive knows only a button of its own; ours are anywhere on the page, and some are gone by then. */
function goBack(event: Event, before: Element | null) {
  event.preventDefault()
  const there = before?.isConnected && before !== document.body ? before : document.getElementById('content')
  if (there instanceof HTMLElement) there.focus()
}

/** Where there is something to fill in, one starts there; else with the first button, as usual. */
function startInField(event: Event) {
  if (!(event.currentTarget instanceof HTMLElement)) return
  const field = event.currentTarget.querySelector<HTMLElement>(
    ':is(input:not([type="hidden"], [type="radio"]), input[type="radio"]:checked, select, textarea):not(:disabled)',
  )
  if (!field) return
  event.preventDefault()
  field.focus()
}
