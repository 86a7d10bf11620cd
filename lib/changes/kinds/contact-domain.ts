import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { contacts } from '@/db/schema'
import { readEmail } from '@/lib/auth/email'
import { defineContactKind } from './contact-kind'
import { countElsewhere } from './elsewhere'
import { DOMAIN, DOMAIN_OF, saidByErp } from './facts/contact-domain'
import { goalsFor, turnValues } from './facts/contact-fact'

/** With the 64 characters that may stand before it, an address is no longer than may be kept. */
const LONGEST = 254 - 64 - 1

/** A domain as it stands in the addresses we keep, with or without the sign before it. */
const mailDomain = z
  .string({ error: 'mailDomain' })
  .max(LONGEST, 'tooLong')
  .transform((text, issues) => {
    const domain = readEmail(`x@${text.trim().replace(/^[@＠]/u, '')}`)?.slice(2)
    if (domain === undefined || domain.length > LONGEST) issues.addIssue({ code: 'custom', message: 'mailDomain' })
    return domain ?? ''
  })

const differs = (oldDomain: string) => sql`${DOMAIN_OF} = ${oldDomain}`

/** Moves e-mail addresses from one domain to another. What the ERP says stays, or its next file would undo it. */
export const contactDomain = defineContactKind({
  input: z
    .object({ oldDomain: mailDomain, newDomain: mailDomain })
    .refine(({ oldDomain, newDomain }) => oldDomain !== newDomain, { error: 'sameDomain', path: ['newDomain'] }),
  ofPeople: true,
  differing: (ctx, { oldDomain }, rows) =>
    sql`select ${contacts.id} as id, ${saidByErp(ctx)} as refused ${rows(true)} and ${differs(oldDomain)}`,
  after: ({ newDomain }, { email }) => ({ email: email && `${email.split('@')[0]}@${newDomain}` }),
  warn: (ctx, { oldDomain }, rows) =>
    countElsewhere(
      ctx,
      sql`select ${contacts.id} as id, ${contacts.personId} as person_id ${rows(true)} and ${differs(oldDomain)} and not ${saidByErp(ctx)}`,
    ),
  apply: async (ctx, { oldDomain, newDomain }, chunk) => {
    const goal = sql`jsonb_build_object('domain', ${newDomain}::text)`
    await turnValues(ctx, chunk, DOMAIN, goalsFor(chunk, differs(oldDomain), goal))
  },
})
