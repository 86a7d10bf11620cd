import type { ChangeKind } from '@/db/schema/vocabulary'
import { associate } from './associate'
import { disassociate } from './disassociate'
import type { AnyKind } from './kind'
import { undo } from './undo'

/** Every kind of change there is. */
const KINDS: Record<ChangeKind, AnyKind> = { associate, disassociate, undo }

export function kindOf(name: string): AnyKind {
  if (!Object.hasOwn(KINDS, name)) throw new Error(`unknown kind of change: ${name}`)
  return KINDS[name as ChangeKind]
}
