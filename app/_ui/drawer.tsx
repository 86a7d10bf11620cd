'use client'

import { Dialog as Primitive } from 'radix-ui'
import type { ReactNode } from 'react'
import { CloseButton } from './dialog'

type Props = {
  onClose: () => void
  title: string
  closeLabel: string
  /** Where one starts: in the first field of something new, else on the drawer itself, which is there to be read. */
  starts: 'field' | 'reading'
  /** What has the focus once it is closed; what had it before, where this finds nothing. */
  focusAfter: () => HTMLElement | null
  children: ReactNode
}

/** Something of the page beside the page: focus stays inside, Escape closes; on a telephone it is the page. */
export function Drawer({ onClose, title, closeLabel, starts, focusAfter, children }: Props) {
  return (
    <Primitive.Root open onOpenChange={(open) => open || onClose()}>
      <Primitive.Portal>
        <Primitive.Overlay className="fixed inset-0 z-40 bg-[rgb(0_0_0/0.3)]" />
        <Primitive.Content
          aria-describedby={undefined}
          className="fixed inset-y-0 right-0 z-50 flex w-[min(540px,100vw)] scroll-pb-20 flex-col gap-4 overflow-y-auto border-line bg-surface p-5 shadow-float outline-none sm:border-l"
          onOpenAutoFocus={(event) => start(event, starts)}
          onCloseAutoFocus={(event) => {
            const target = focusAfter()
            if (!target) return
            event.preventDefault()
            target.focus()
          }}
        >
          <div className="flex items-start justify-between gap-4">
            <Primitive.Title className="min-w-0 text-lg font-semibold [overflow-wrap:anywhere]">
              {title}
            </Primitive.Title>
            <CloseButton label={closeLabel} />
          </div>
          {children}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  )
}

/** A keyboard that covers half of a telephone comes up only for who means to type. */
function start(event: Event, starts: Props['starts']) {
  if (!(event.currentTarget instanceof HTMLElement)) return
  event.preventDefault()
  const field = event.currentTarget.querySelector<HTMLElement>(':is(input:not([type="hidden"]), select):not(:disabled)')
  if (starts === 'field' && field) field.focus()
  else event.currentTarget.focus()
}
