import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { contacts } from '@/db/schema'
import { HAND_MADE_CONTACT_ROLES } from '@/db/schema/vocabulary'
import { defineContactKind } from './contact-kind'
import { goalsFor, OF_ERP, turnValues } from './facts/contact-fact'
import { ROLE } from './facts/contact-role'

const differs = (role: string) =>
  sql`(case when ${OF_ERP} then ${contacts.ourRole} else ${contacts.role} end) is distinct from ${role}`

/** Gives contacts another role. Those of the ERP keep its own, and have this one beside it. */
export const contactRole = defineContactKind({
  input: z.object({ role: z.enum(HAND_MADE_CONTACT_ROLES, { error: 'contactRole' }) }),
  differing: (_ctx, { role }, rows) =>
    sql`select ${contacts.id} as id, false as refused ${rows()} and ${differs(role)}`,
  after: ({ role }) => ({ role }),
  apply: async (ctx, { role }, chunk) => {
    const goal = sql`case when ${OF_ERP} then jsonb_build_object('role', ${contacts.role}, 'ourRole', ${role}::text)
      else jsonb_build_object('role', ${role}::text, 'ourRole', ${contacts.ourRole}) end`
    await turnValues(ctx, chunk, ROLE, goalsFor(chunk, differs(role), goal))
  },
})
