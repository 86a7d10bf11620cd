import { boolean, index, integer, jsonb, pgTable, text, unique } from 'drizzle-orm/pg-core'
import { codeText, id, memberOf, moment, nameText, reference } from '../columns'
import { users } from './users'
import { views } from './views'
import { RULE_PROBLEMS } from './vocabulary'

/**
 * What the customers of a living view are given by the clock, on behalf of whoever wrote the rule. What a run did is in
 * `changes`, by `ruleId` and the moment of `lastRunAt`; what a rule gave names it, without a foreign key: the rule may
 * be gone.
 */
export const rules = pgTable(
  'rules',
  {
    id: id(),
    key: codeText().notNull(),
    name: nameText().notNull(),
    viewId: reference()
      .notNull()
      .references(() => views.id),
    /** What is given: `ruleGift` in lib/changes/kinds/rule-gift.ts. */
    gives: jsonb().notNull(),
    takesBack: boolean().notNull().default(false),
    active: boolean().notNull().default(true),
    createdBy: reference()
      .notNull()
      .references(() => users.id),
    createdAt: moment().notNull().defaultNow(),
    lastRunAt: moment(),
    /** Why the last run could not do all of it. */
    problem: text(),
    version: integer().notNull().default(1),
  },
  (t) => [
    unique('rules_key_key').on(t.key),
    unique('rules_name_key').on(t.name),
    index('rules_view_id_idx').on(t.viewId),
    memberOf('rules_problem_check', t.problem, RULE_PROBLEMS),
  ],
)
