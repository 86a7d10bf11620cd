'use server'

import { action } from '@/lib/action'
import { planChange, planUndo } from './commands/plan'
import { startChange } from './commands/start'
import { planInput, startInput, undoChangeInput } from './input'

export const planChangeAction = action({
  name: 'changes.plan',
  permission: 'changes.write',
  input: planInput,
  run: (ctx, { kind, colleagues, selection }) => planChange(ctx, kind, { colleagues }, selection),
})

export const startChangeAction = action({
  name: 'changes.start',
  permission: 'changes.write',
  input: startInput,
  run: (ctx, { key, ...seen }) => startChange(ctx, key, seen),
})

export const undoChangeAction = action({
  name: 'changes.undo',
  permission: 'changes.write',
  input: undoChangeInput,
  run: (ctx, { key }) => planUndo(ctx, key),
})
