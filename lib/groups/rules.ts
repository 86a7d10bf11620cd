import { latin } from '@/lib/users/rules'

const LONGEST_SLUG = 60
export const LONGEST_NAME = 60

/** What a group is called in an address. Whether it is still free is the database's to say. */
export function groupSlug(name: string): string {
  const slug = latin(name)
    .slice(0, LONGEST_SLUG - 4)
    .replace(/-+$/, '')
  return slug === '' || slug === 'none' ? `group${slug && `-${slug}`}` : slug
}
