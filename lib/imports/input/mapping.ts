import { z } from 'zod'
import { rowId, text, tick } from '@/lib/input'
import { importOptions } from '../input'
import { importKey } from './reading'

/** More columns than anybody chooses by hand; what stands further right is left out. */
export const MOST_COLUMNS = 1000
export const LONGEST_MAPPING_NAME = 80
const LONGEST_FIELD = 60

/**
 * Which field is which column, as a form says it: `field-0`, `field-1` and so on, empty for a column that is left out.
 */
export function readMapping(given: Record<string, unknown>): (string | null)[] {
  const mapping: (string | null)[] = []
  for (let place = 0; place < MOST_COLUMNS; place++) {
    const field = given[`field-${place}`]
    if (typeof field === 'string' && field !== '' && field.length <= LONGEST_FIELD) mapping[place] = field
  }
  return Array.from(mapping, (field) => field ?? null)
}

/** The names of those fields, which a form that was refused shows again as they were chosen. */
export const FIELD_NAMES = Array.from({ length: MOST_COLUMNS }, (_, place) => `field-${place}`)

const percent = () =>
  z.coerce.number({ error: 'importPercent' }).int('importPercent').min(0, 'importPercent').max(100, 'importPercent')

const { blank, colleagues, items, missing, match, take } = importOptions.shape

export const mappingInput = z.looseObject({
  key: importKey,
  blank,
  createUsers: tick(),
  colleagues,
  items,
  stockLimit: percent().default(50),
  missing,
  missingLimit: percent().default(10),
  match,
  take,
  /** Left empty, the columns are not remembered. */
  name: text(LONGEST_MAPPING_NAME).default(''),
  base: rowId().optional().catch(undefined),
})

export const forgetInput = z.object({ id: rowId() })
export const namedInput = z.object({ key: importKey })
export const startInput = z.object({ key: importKey, checkedAt: z.coerce.date({ error: 'notValid' }) })
