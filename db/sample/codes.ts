import { at, randomStream } from './random'

const CUSTOMER_COUNT = 2_000

/** Codes that companies really use and programs really break on. */
const AWKWARD = '00123 1E5 A,1 A/B_7 #1 É-12 2-1 0 007 12_345 1.000 100% C+_4 D&D !9 K=1? ÅS_3 1\\2 -5 1e-4'.split(' ')

/** The account codes, oldest first: six digits with gaps, and the awkward ones at places far apart. */
export function makeCodes(): string[] {
  const random = randomStream('codes')
  const spread = Math.floor(CUSTOMER_COUNT / AWKWARD.length)
  let last = 100
  return Array.from({ length: CUSTOMER_COUNT }, (_, position) => {
    last += random.whole(2, 21)
    const awkward = position % spread === 41 ? at(AWKWARD, Math.floor(position / spread)) : undefined
    return awkward?.replace('_', ' ') ?? String(last).padStart(6, '0')
  })
}

/** What a code is looked up by. */
export function keyOf(code: string): string {
  return code.normalize('NFKC').trim().toUpperCase()
}
