import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { contacts, people } from '@/db/schema'
import { defineContactKind } from './contact-kind'
import { countElsewhere } from './elsewhere'
import { goalsFor, turnValues } from './facts/contact-fact'
import { LANGUAGE } from './facts/contact-language'

const differs = (language: string | null) => sql`${people.language} is distinct from ${language}::text`

/** Sets the language that people are written to in; `none` is that of the customer. The ERP does not say it. */
export const contactLanguage = defineContactKind({
  input: z.object({
    language: z
      .string({ error: 'language' })
      .regex(/^([a-z]{2,3}(-[A-Za-z]{2,4})?|none)$/, 'language')
      .nullable()
      .transform((language) => (language === 'none' ? null : language)),
  }),
  ofPeople: true,
  differing: (_ctx, { language }, rows) =>
    sql`select ${contacts.id} as id, false as refused ${rows(true)} and ${differs(language)}`,
  after: ({ language }) => ({ language }),
  warn: (ctx, { language }, rows) =>
    countElsewhere(
      ctx,
      sql`select ${contacts.id} as id, ${contacts.personId} as person_id ${rows(true)} and ${differs(language)}`,
    ),
  apply: async (ctx, { language }, chunk) => {
    const goal = sql`jsonb_build_object('language', ${language}::text)`
    await turnValues(ctx, chunk, LANGUAGE, goalsFor(chunk, differs(language), goal))
  },
})
