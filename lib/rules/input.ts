import { z } from 'zod'
import { neededText, text, tick, version } from '@/lib/input'

export const LONGEST_NAME = 80

/** Whether a text can be the key of a rule: what an address brings is asked before the database is. */
export const isRuleKey = (value: string) => /^[a-z0-9]{6,20}$/.test(value)

const key = z.string().refine(isRuleKey, 'gone')

/** One choice of a form comes as a text, several as a list, none not at all. */
const several = z
  .union([z.string(), z.array(z.string())])
  .optional()
  .transform((value) => (value === undefined ? [] : [value].flat()))

/** What a form says: of the three gifts the one that was chosen counts. */
const facts = z.object({
  name: neededText(LONGEST_NAME),
  view: text(60).min(1, 'chooseView'),
  does: z.enum(['associate', 'collector', 'group'], { error: 'notValid' }),
  colleagues: several,
  as: z.string().optional(),
  collector: z.string().optional(),
  groups: several,
  takesBack: tick(),
  active: tick(),
})

/** The gift of the three that was chosen; the others of the form are left aside. */
const read = <Given extends z.output<typeof facts>>({ does, colleagues, as, collector, groups, ...rest }: Given) => ({
  ...rest,
  gives: { does, colleagues, as: as || undefined, collector, groups } as unknown,
})

export const newRuleInput = facts.transform(read)
/** `gives` as a form says it, or as it is kept: the command reads it. */
export type NewRule = z.output<typeof newRuleInput>
export const updateRuleInput = facts.extend({ rule: key, version: version() }).transform(read)
export type UpdateRule = z.output<typeof updateRuleInput>
export const removeRuleInput = z.object({ rule: key, version: version(), takeBack: tick() })
export const ruleInput = z.object({ rule: key })
