'use server'

import { action } from '@/lib/action'
import { continueUndo } from './commands/continue'
import { decideChange, draftChange, planChange, planUndo } from './commands/plan'
import { startChange } from './commands/start'
import { stopChange } from './commands/stop'
import { changeInput, decideInput, draftInput, planInput, startInput } from './input'

export const planChangeAction = action({
  name: 'changes.plan',
  permission: 'changes.write',
  input: planInput,
  run: (ctx, { kind, given, selection }) => planChange(ctx, kind, given, selection),
})

export const draftChangeAction = action({
  name: 'changes.draft',
  permission: 'changes.write',
  input: draftInput,
  run: (ctx, { selection }) => draftChange(ctx, selection),
})

export const decideChangeAction = action({
  name: 'changes.decide',
  permission: 'changes.write',
  input: decideInput,
  run: (ctx, { key, ...decision }) => decideChange(ctx, key, decision),
})

export const startChangeAction = action({
  name: 'changes.start',
  permission: 'changes.write',
  input: startInput,
  run: (ctx, { key, ...seen }) => startChange(ctx, key, seen),
})

export const stopChangeAction = action({
  name: 'changes.stop',
  permission: 'changes.write',
  input: changeInput,
  run: (ctx, { key }) => stopChange(ctx, key),
})

export const continueUndoAction = action({
  name: 'changes.continue',
  permission: 'changes.write',
  input: changeInput,
  run: (ctx, { key }) => continueUndo(ctx, key),
})

export const undoChangeAction = action({
  name: 'changes.undo',
  permission: 'changes.write',
  input: changeInput,
  run: (ctx, { key }) => planUndo(ctx, key),
})
