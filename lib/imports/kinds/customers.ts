import { sql } from 'drizzle-orm'
import { codeKey, isCode } from '@/lib/customers/rules'
import {
  quoted,
  RowProblem,
  readAddress,
  readCountry,
  readCurrency,
  readLanguage,
  readList,
  readMention,
  readText,
  readYesNo,
} from '../rules'
import { readCreditLimit } from '../rules/amounts'
import { giveColleagues, judgeColleagues, movingColleagues, takeBackColleagues, wantColleagues } from './colleagues'
import { judgeCompanyContacts, movingContacts, writeCompanyContacts } from './company-contacts'
import { differences } from './customer-differences'
import { findGroups, giveGroups, judgeGroups, movingGroups, resolveGroups } from './customer-groups'
import {
  compareLocked,
  createCustomers,
  matchCustomers,
  rejectCodes,
  rejectGone,
  updateCustomers,
} from './customer-rows'
import { leaveOutCompanyContacts } from './erased'
import { type Cells, judgeOwn, type Kind, type Staged } from './kind'
import { findMentions, resolveMentions } from './mentions'
import { endLeftOut, judgeLeftOut } from './missing'
import { lockMoving } from './moving'
import { refreshSearch } from './refresh'

const text = (longest: number) => (value: string) => readText(value, longest)
const street = (value: string) => readText(value, 200, true)

/** One row a customer, found by its code alone. */
export const customers: Kind = {
  headings: [
    ...['code', 'name', 'trading_name', 'legal_id', 'vat_number', 'street', 'zip', 'city', 'region', 'country'],
    ...['language', 'payment_term', 'payment_means', 'credit_limit', 'currency', 'groups', 'collector', 'colleagues'],
    ...['contact_title', 'contact_first_name', 'contact_last_name', 'contact_email', 'contact_phone', 'contact_mobile'],
    ...['contact_fax', 'blocked'],
  ],
  required: ['code', 'name'],
  called: ['code', 'name'],
  staging: {
    code: 'text collate "C"',
    code_key: 'text collate "C"',
    name: 'text',
    trading_name: 'text',
    legal_id: 'text',
    vat_number: 'text',
    street: 'text',
    zip: 'text',
    city: 'text',
    region: 'text',
    country: 'text',
    language: 'text',
    payment_term: 'text',
    payment_means: 'text',
    credit_limit: 'numeric(18, 3)',
    currency: 'text',
    state: 'text',
    groups: 'text[]',
    collector: 'text',
    colleagues: 'text[]',
    contact_title: 'text',
    contact_first_name: 'text',
    contact_last_name: 'text',
    contact_email: 'text',
    contact_phone: 'text',
    contact_mobile: 'text',
    contact_fax: 'text',
  },

  read(cells): Staged {
    const code = cells.needed('code', readCode)
    const { remark, ...contact } = readContact(cells)
    const values = {
      code,
      code_key: codeKey(code),
      name: cells.needed('name', text(200)),
      trading_name: cells.optional('trading_name', text(200)),
      legal_id: cells.optional('legal_id', text(60)),
      vat_number: cells.optional('vat_number', text(60)),
      street: cells.optional('street', street),
      zip: cells.optional('zip', text(20)),
      city: cells.optional('city', text(100)),
      region: cells.optional('region', text(100)),
      country: cells.optional('country', readCountry),
      language: cells.optional('language', readLanguage),
      payment_term: cells.optional('payment_term', text(100)),
      payment_means: cells.optional('payment_means', text(100)),
      credit_limit: cells.optional('credit_limit', (value) => readCreditLimit(value, cells.reading.decimal)),
      currency: cells.optional('currency', readCurrency),
      state: cells.optional('blocked', (value) => (readYesNo(value) ? 'blocked' : 'active')),
      groups: cells.optional('groups', (value) => readList(value).map(text(60))),
      collector: cells.optional('collector', readMention),
      colleagues: cells.optional('colleagues', (value) => [...new Set(readList(value).map(readMention))]),
      ...contact,
    }
    return { values, remark }
  },

  keys: ['code', 'code_key'],

  async judge(run) {
    await rejectCodes(run)
    await leaveOutCompanyContacts(run)
    await findMentions(run)
    await findGroups(run)
    await matchCustomers(run)
    await wantColleagues(run)
    await judgeOwn(run, differences(run))
    await judgeGroups(run)
    await judgeColleagues(run)
    await judgeCompanyContacts(run)
    await judgeLeftOut(run)
  },

  async begin(run) {
    await resolveMentions(run)
    await resolveGroups(run)
  },

  async apply(run) {
    await rejectCodes(run)
    await leaveOutCompanyContacts(run)
    await resolveMentions(run)
    await resolveGroups(run)
    await rejectGone(run)
    await createCustomers(run)
    await wantColleagues(run)
    await lockMoving(run, [
      sql`select customer_id from (${differences(run)}) different`,
      ...movingGroups(run),
      ...movingColleagues(run),
      ...movingContacts(run),
    ])
    await compareLocked(run)
    await updateCustomers(run)
    await giveGroups(run)
    await takeBackColleagues(run)
    await giveColleagues(run)
    await writeCompanyContacts(run)
    await refreshSearch(run)
  },

  finish: endLeftOut,

  written: sql`analyze customers, customer_search, customer_groups, associations, people, contacts`,
}

export function readCode(value: string): string {
  if (!isCode(value)) throw new RowProblem('code', { value: quoted(value) })
  return value
}

/**
 * The company's own contact. An address nobody can write to is left out, because the customer itself is not to wait for
 * it.
 */
function readContact(cells: Cells) {
  const contact = {
    contact_title: cells.optional('contact_title', text(40)),
    contact_first_name: cells.optional('contact_first_name', text(100)),
    contact_last_name: cells.optional('contact_last_name', text(100)),
    contact_phone: cells.optional('contact_phone', text(50)),
    contact_mobile: cells.optional('contact_mobile', text(50)),
    contact_fax: cells.optional('contact_fax', text(50)),
  }
  const { value, problem } = cells.tried('contact_email', readAddress)
  const remark = problem && { remark: 'contactEmail' as const, facts: problem.facts }
  return { ...contact, contact_email: value, remark }
}
