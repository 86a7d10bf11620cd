import { eq } from 'drizzle-orm'
import { imports } from '@/db/schema'
import { type Context, transact } from '@/lib/context'
import { Refusal } from '@/lib/errors'
import { type ImportOptions, importOptions, type Mapping } from '../input'
import { kindOf } from '../kinds/registry'
import { getImport, type Import } from '../queries/imports'
import { previewFile } from '../queries/reading'
import { claimedTwice, unclaimed } from '../rules/mapping'
import { mustWait } from './read'
import { rememberMapping } from './remember'
import { checkAgain, lockImport } from './start'

export type Chosen = {
  /** By the place of the heading; null for a column that is left out. */
  mapping: Mapping
  options: Partial<ImportOptions>
  /** The name under which it is remembered for files like this one, and the kept mapping it began with. */
  remember: { name: string; base: number | null } | null
}

/**
 * Settles which column of a file is what and how the file is taken, and has it checked. One field for two columns, and
 * a needed field that no column has, are refused beside the columns.
 */
export async function setMapping(ctx: Context, key: string, { mapping, options, remember }: Chosen): Promise<void> {
  const seen = await getImport(ctx, key)
  mustWait(seen)
  if (!seen.reading) throw new Refusal('conflict', 'importReadFirst')
  const { headings } = await previewFile(seen, seen.reading, 0)
  const whole = headings.map((_, place) => mapping[place] ?? null)
  mustBeMapped(seen, headings, whole)
  await transact(ctx, async (ctx) => {
    const found = await lockImport(ctx, key)
    mustWait(found)
    mustBeSameTable(seen, found)
    await ctx.db
      .update(imports)
      .set({ mapping: whole, options: importOptions.parse(options), state: 'read' })
      .where(eq(imports.id, found.id))
    if (remember) await rememberMapping(ctx, { kind: found.kind, headings, mapping: whole, ...remember })
    await checkAgain(ctx, key)
  })
}

function mustBeMapped({ kind }: Import, headings: readonly string[], mapping: Mapping): void {
  const known = kindOf(kind)
  const stranger = mapping.findIndex((field) => field !== null && !known.headings.includes(field))
  if (stranger >= 0)
    throw new Refusal('invalid', 'importFieldUnknown', { fields: at([stranger], 'importFieldUnknown') })
  const [claims] = claimedTwice(mapping)
  if (claims) {
    const values = { headings: claims.map((place) => `“${headings[place]}”`).join(', ') }
    throw new Refusal('invalid', 'importFieldTwice', { values, fields: at(claims, 'importFieldTwice') })
  }
  if (unclaimed(known.required, mapping).length > 0) throw new Refusal('invalid', 'importFieldsMissing')
}

const at = (places: readonly number[], message: string) =>
  Object.fromEntries(places.map((place) => [`field-${place}`, message]))

/** Somebody chose another reading meanwhile: these columns are those of another table. */
function mustBeSameTable(seen: Import, now: Import): void {
  const same = seen.kind === now.kind && JSON.stringify(seen.reading) === JSON.stringify(now.reading)
  if (!same) throw new Refusal('conflict', 'importReadAnew')
}

/** Takes the collectors and colleagues whom nobody knows as inactive users after all, and checks the file once more. */
export async function enterUnknown(ctx: Context, key: string): Promise<void> {
  await transact(ctx, async (ctx) => {
    const found = await lockImport(ctx, key)
    mustWait(found)
    await ctx.db
      .update(imports)
      .set({ options: importOptions.parse({ ...found.options, createUsers: true }) })
      .where(eq(imports.id, found.id))
    await checkAgain(ctx, key)
  })
}
