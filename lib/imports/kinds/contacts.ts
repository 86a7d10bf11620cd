import { sql } from 'drizzle-orm'
import { CONTACT_ROLES } from '@/db/schema/vocabulary'
import { codeKey } from '@/lib/customers/rules'
import { readAddress, readLanguage, readText, readYesNo } from '../rules'
import { confirmCompanyRows, noteCompanyRows } from './company-rows'
import { noteLeftContacts } from './contact-choice'
import { judgeContacts, movingPlan, planContacts, rejectMovedContacts, settleContacts } from './contact-plan'
import { rejectContacts } from './contact-twice'
import { readCode } from './customers'
import { leaveOutContacts } from './erased'
import type { Kind, Staged } from './kind'
import { lockMoving } from './moving'
import { makeContactPlan, writeContacts } from './people'
import { refreshSearch } from './refresh'
import { clearStars, moveStars } from './stars'
import { wordReader } from './vocabulary'

const text = (longest: number) => (value: string) => readText(value, longest)
const comment = (value: string) => readText(value, 2000, true)
const knownRole = wordReader('contactRoles', CONTACT_ROLES, 'contactRole')

/**
 * One row a contact: found at its customer by external_id, else by e-mail address, else by name and phone, or by one of
 * them alone. Only what a file gave is written again; what a person made or changed is theirs.
 */
export const contacts: Kind = {
  headings: [
    ...['customer_code', 'last_name', 'first_name', 'external_id', 'title', 'role', 'email', 'phone', 'mobile', 'fax'],
    ...['language', 'for_collection', 'in_copy', 'comment'],
  ],
  required: ['customer_code', 'last_name'],
  called: ['customer_code', 'first_name', 'last_name'],
  staging: {
    customer_code: 'text',
    code_key: 'text collate "C"',
    last_name: 'text',
    first_name: 'text',
    external_id: 'text collate "C"',
    title: 'text',
    role: 'text',
    email: 'text',
    phone: 'text',
    mobile: 'text',
    fax: 'text',
    language: 'text',
    for_collection: 'boolean',
    in_copy: 'boolean',
    comment: 'text',
  },

  read(cells): Staged {
    const code = cells.needed('customer_code', readCode)
    const values = {
      customer_code: code,
      code_key: codeKey(code),
      last_name: cells.needed('last_name', text(100)),
      first_name: cells.optional('first_name', text(100)),
      external_id: cells.optional('external_id', text(100)),
      title: cells.optional('title', text(40)),
      role: cells.optional('role', knownRole),
      email: cells.optional('email', readAddress),
      phone: cells.optional('phone', text(50)),
      mobile: cells.optional('mobile', text(50)),
      fax: cells.optional('fax', text(50)),
      language: cells.optional('language', readLanguage),
      for_collection: cells.optional('for_collection', readYesNo),
      in_copy: cells.optional('in_copy', readYesNo),
      comment: cells.optional('comment', comment),
    }
    return { values }
  },

  async judge(run) {
    await rejectContacts(run)
    await leaveOutContacts(run)
    await confirmCompanyRows(run)
    await planContacts(run)
    await judgeContacts(run)
    await noteLeftContacts(run)
    await noteCompanyRows(run)
  },

  async apply(run) {
    await rejectContacts(run)
    await leaveOutContacts(run)
    await confirmCompanyRows(run)
    await planContacts(run)
    await lockMoving(run, movingPlan())
    await planContacts(run)
    await rejectMovedContacts(run)
    await clearStars(run)
    await makeContactPlan(run)
    await settleContacts(run)
    await noteLeftContacts(run)
    await noteCompanyRows(run)
    await writeContacts(run)
    await moveStars(run)
    await refreshSearch(run)
  },

  written: sql`analyze people, contacts, customer_search`,
}
