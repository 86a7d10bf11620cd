import { type CountryCode, getExampleNumber } from 'libphonenumber-js'
import examples from 'libphonenumber-js/mobile/examples'
import { beforeAll, expect, test } from 'vitest'
import { addContact } from '@/lib/contacts/commands/write'
import { addContactInput } from '@/lib/contacts/input'
import type { Context } from '@/lib/context'
import { quickSearch } from '@/lib/search/queries/quick'
import { testDatabase } from '../support/database'
import { actingAs, makeCustomer } from '../support/make'

const { db } = testDatabase()

/** A number of every country there is one of, as its people write it, and in four notations. */
const numbers = (Object.keys(examples) as CountryCode[]).flatMap((country) => {
  const number = getExampleNumber(country, examples)
  if (!number) return []
  const notations = [
    number.number,
    number.formatInternational(),
    `00${number.number.slice(1)}`,
    number.formatNational(),
  ]
  return [{ country, notations, kept: number.formatNational() }]
})

let ctx: Context
beforeAll(async () => {
  ctx = await actingAs(db, { role: 'collector' })
  for (const { country, kept } of numbers) {
    const customer = await makeCustomer(db, { code: `C-${country}`, name: `Customer ${country}`, country })
    const typed = { customerId: customer.id, role: 'buyer', lastName: `Caller ${country}`, mobile: kept }
    await addContact(ctx, addContactInput.parse({ ...typed, ...EMPTY }))
  }
}, 120_000)

const EMPTY = {
  ...{ title: '', firstName: '', email: '', emailMeant: '', phone: '', fax: '', language: '', comment: '' },
  ...{ inCopy: undefined, forCollection: undefined },
}

test('a mobile number of every country is found in four notations', async () => {
  const missed: string[] = []
  let [asked, first] = [0, 0]
  for (const { country, notations } of numbers) {
    for (const typed of notations) {
      const { hits } = await quickSearch(ctx, typed)
      const place = hits.findIndex(
        (hit) => hit.kind === 'customer' && hit.code === `C-${country}` && hit.why === 'phone',
      )
      asked++
      if (place === 0) first++
      if (place < 0) missed.push(`${country} ${typed}`)
    }
  }
  console.log(
    `telephone numbers: ${numbers.length} countries x 4 notations, found ${asked - missed.length}/${asked}, first ${first}`,
  )
  expect(missed).toEqual([])
  expect(numbers.length).toBe(245)
}, 120_000)
