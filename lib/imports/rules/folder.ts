import { safeFileName } from './upload'

/** What a folder holds besides the files to take in. */
export const OPTIONS_FILE = 'options.json'
export const REPORT_ENDING = '.report.txt'
export const REJECTED_ENDING = '.rejected.csv'

/** File systems count bytes, and we put a moment before the name and an ending behind it. */
const MOST_BYTES = 160
/** What programs call a file while they are still writing it. */
const UNFINISHED = /(\.(part|partial|tmp|temp|filepart|crdownload|swp)|~)$/i
/** Marked as no other program does it: `.invoices01.csv.Ab12Cd` is what rsync calls a file while it writes it. */
const CLAIMED = /^\.encours-([a-z0-9]{10})\.(.+)$/

/** Whether a file of that name was put there to be taken in. */
export function isOffered(name: string): boolean {
  if (name.startsWith('.') || UNFINISHED.test(name)) return false
  return name !== OPTIONS_FILE && !name.endsWith(REPORT_ENDING)
}

/** What a file is called while it is ours: the key of its import stands in its name. */
export function claimedName(key: string, given: string): string {
  return `.encours-${key}.${shortened(safeFileName(given) ?? 'file')}`
}

export function readClaimed(name: string): { key: string; name: string } | undefined {
  const [, key, rest] = CLAIMED.exec(name) ?? []
  return key === undefined || rest === undefined ? undefined : { key, name: rest }
}

/** What it is called where it is kept: in the order in which files came, on every file system. */
export function keptName(name: string, at: Date): string {
  return `${at.toISOString().slice(0, 19).replaceAll(':', '-')}Z_${name}`
}

/** Keeps the ending, which says what the file is. */
function shortened(name: string): string {
  const ending = /\.[^.]{1,11}$/.exec(name)?.[0] ?? ''
  let stem = [...name.slice(0, name.length - ending.length)]
  while (new TextEncoder().encode(stem.join('') + ending).length > MOST_BYTES) stem = stem.slice(0, -1)
  return stem.join('') + ending
}
