import { Link } from '@/app/_ui/link'
import { Notice } from '@/app/_ui/notice'

/** What happened to the same thing besides, and the way there. */
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
