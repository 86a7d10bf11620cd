'use client'

import { useRouter } from 'next/navigation'
import { useEffect } from 'react'

/** Reads the page again while the worker is on it: every second at first, every five later. */
export function StayFresh() {
  const router = useRouter()
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>
    const wait = (delay: number) => {
      timer = setTimeout(() => {
        router.refresh()
        wait(Math.min(5000, delay + 500))
      }, delay)
    }
    wait(1000)
    return () => clearTimeout(timer)
  }, [router])
  return null
}
