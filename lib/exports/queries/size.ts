import { can } from '@/lib/auth/permissions'
import type { Context } from '@/lib/context'
import { postgresError } from '@/lib/errors'
import type { ExportTarget } from '../input'
import { kindOf } from '../kinds/registry'
import { AT_ONCE, type ExportKind } from '../rules'
import { countFound } from './read'

/**
 * How many rows a file would have; `large` where there are more than are made at once, or counting them took too long.
 */
export type ExportSize = { rows: number; large: boolean }

export async function sizeExport(ctx: Context, kind: ExportKind, target: ExportTarget): Promise<ExportSize> {
  try {
    const rows = await countFound(ctx, await kindOf(kind).find(ctx, target), AT_ONCE + 1)
    return rows > AT_ONCE ? { rows: AT_ONCE, large: true } : { rows, large: false }
  } catch (error) {
    if (postgresError(error)?.code === '57014') return { rows: AT_ONCE, large: true }
    throw error
  }
}

/** Whether the actor may look at a list of this kind at all. */
export const maySee = ({ actor }: Context, kind: ExportKind): boolean => can(actor, kindOf(kind).right)
