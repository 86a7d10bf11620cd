import { z } from 'zod'
import { contactSelection } from '@/lib/contacts/selection'
import { customerSelection } from '@/lib/customers/selection'
import { searchAddress } from '@/lib/input'
import { DAYS, DECIMALS, EXPORT_KINDS, FORMATS } from './rules'

/** What is to become a file: what the list's own address finds, with or without some of it, or the ticked rows. */
export const exportTarget = z.union([customerSelection, contactSelection])
export type ExportTarget = z.output<typeof exportTarget>

/** All that the address of a list finds. */
export function wholeSearch(search: string): ExportTarget {
  return { kind: 'search', search, except: [] }
}

const exportStyle = z.object({ decimal: z.enum(DECIMALS), days: z.enum(DAYS) })
export const exportChoices = exportStyle.extend({ format: z.enum(FORMATS) })

const kind = z.enum(EXPORT_KINDS)
const key = z.string().regex(/^[a-z0-9]{10}$/, 'gone')

/** The posted form of a list that has an address. `kind` and `search` say what is exported. */
export const addressedExport = exportChoices.extend({ kind, search: searchAddress() })
/** The posted form of ticked rows, which were kept under `draft`. */
export const draftedExport = exportChoices.extend({ kind, draft: key })
/** Rows that were ticked, before anybody said as what. */
export const draftInput = z.object({ selection: exportTarget })

export function isExportKey(text: string): boolean {
  return key.safeParse(text).success
}
