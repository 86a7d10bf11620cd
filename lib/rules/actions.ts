'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { action } from '@/lib/action'
import { askToApply, createRule, deleteRule, updateRule } from './commands/keep'
import { newRuleInput, removeRuleInput, ruleInput, updateRuleInput } from './input'

/** Posted forms all of them: they work without JavaScript, so the redirects belong to them. */
export const createRuleAction = action({
  name: 'rules.create',
  permission: 'rules.write',
  input: newRuleInput,
  keeps: ['name'],
  run: async (ctx, input) => {
    const { key } = await createRule(ctx, input)
    redirect(`/rules/${key}`)
  },
})

export const updateRuleAction = action({
  name: 'rules.update',
  permission: 'rules.write',
  input: updateRuleInput,
  keeps: ['name'],
  run: async (ctx, input) => {
    await updateRule(ctx, input)
    revalidatePath('/rules')
  },
})

export const applyRuleAction = action({
  name: 'rules.apply',
  permission: 'rules.write',
  input: ruleInput,
  run: async (ctx, { rule }) => {
    await askToApply(ctx, rule)
    revalidatePath('/rules')
  },
})

export const deleteRuleAction = action({
  name: 'rules.delete',
  permission: 'rules.write',
  input: removeRuleInput,
  run: async (ctx, input) => {
    await deleteRule(ctx, input)
    redirect('/rules')
  },
})
