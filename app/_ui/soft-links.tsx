'use client'

import { useRouter } from 'next/navigation'
import { useEffect } from 'react'

/**
 * Follows every link to a page of ours without loading the document anew. One listener for all of them: a list holds a
 * hundred, and a component for each would cost more than the rows. Nothing is fetched before a link is followed.
 */
export function SoftLinks() {
  const router = useRouter()
  useEffect(() => {
    const follow = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest('a') : null
      if (!link || event.defaultPrevented || isForBrowser(event, link)) return
      event.preventDefault()
      const go = link.dataset.replace ? router.replace : router.push
      go(link.pathname + link.search + link.hash, { scroll: link.dataset.scroll !== 'false' })
    }
    document.addEventListener('click', follow)
    return () => document.removeEventListener('click', follow)
  }, [router])
  return null
}

/** Into another tab, to another site or program, a download, or a place on the same page. */
function isForBrowser(event: MouseEvent, link: HTMLAnchorElement): boolean {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return true
  if (link.origin !== location.origin || link.target || link.hasAttribute('download')) return true
  return link.hash !== '' && link.pathname === location.pathname && link.search === location.search
}
