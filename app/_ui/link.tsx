import NextLink from 'next/link'
import type { ComponentProps } from 'react'

/** A link that fetches nothing before it is followed: every page here is rendered afresh, and a list holds a hundred links. */
export function Link(props: ComponentProps<typeof NextLink>) {
  return <NextLink prefetch={false} {...props} />
}
