import { Link } from '@/app/_ui/link'
import { signOutAction } from '@/app/(door)/login/actions'
import { SignOutForm } from './sign-out-form'

const ITEM = 'block w-full rounded-md px-2.5 py-1.5 text-left text-base hover:bg-sunken'

type Props = { name: string; words: { account: string; profile: string; signOut: string } }

/** Who is signed in, and the way out. It needs no script. */
export function AccountMenu({ name, words }: Props) {
  const initials = name
    .split(/\s+/)
    .map((word) => word.charAt(0))
    .filter((_, index, all) => index === 0 || index === all.length - 1)
    .join('')
    .toUpperCase()
  return (
    <>
      <button
        type="button"
        popoverTarget="account"
        aria-label={words.account}
        className="grid size-7 shrink-0 place-items-center rounded-full bg-accent-soft text-xs font-semibold text-accent"
      >
        {initials}
      </button>
      <div id="account" popover="auto" className="popup panel min-w-52 p-1.5 text-ink">
        <p className="px-2.5 py-1.5 text-sm text-ink-2">{name}</p>
        <Link href="/profile" className={ITEM}>
          {words.profile}
        </Link>
        <SignOutForm action={signOutAction} className="mt-1 border-t border-line pt-1">
          <button type="submit" className={ITEM}>
            {words.signOut}
          </button>
        </SignOutForm>
      </div>
    </>
  )
}
