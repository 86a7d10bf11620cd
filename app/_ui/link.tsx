import type { ComponentProps } from 'react'

type Props = ComponentProps<'a'> & {
  href: string
  /** In the place of the page that is left: Back does not lead to that one. */
  replace?: boolean
  /** Whether the window goes to the top. */
  scroll?: boolean
}

/** A way to another page: an `<a>` and no more. `SoftLinks` follows it. */
export function Link({ replace, scroll, ...props }: Props) {
  return <a data-replace={replace} data-scroll={scroll} {...props} />
}
