import { Link } from '@/app/_ui/link'
import { Notice } from '@/app/_ui/notice'

/** The way to the change that this one undoes, or that undid it. */
export function Related({ text, href, link }: { text: string; href: string; link: string }) {
  return (
    <Notice>
      {text}{' '}
      <Link href={href} className="link">
        {link}
      </Link>
    </Notice>
  )
}
