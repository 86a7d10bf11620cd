'use client'

import { useEffect } from 'react'

/** A page the browser kept whole comes back with what was typed into it last; its form says what the address says. */
export function AsAddressed({ form }: { form: string }) {
  useEffect(() => {
    const put = ({ persisted }: PageTransitionEvent) => {
      const element = document.getElementById(form)
      if (persisted && element instanceof HTMLFormElement) element.reset()
    }
    window.addEventListener('pageshow', put)
    return () => window.removeEventListener('pageshow', put)
  }, [form])
  return null
}
