import { z } from 'zod'
import { CUSTOMER_STATES, DENSITIES } from '@/db/schema/vocabulary'
import { neededText, optionalText, rowId, text, tick, version } from '@/lib/input'
import { isCountry, isCurrency } from '@/lib/settings/rules'
import { LONGEST_CODE } from './rules'

const MOST_GROUPS = 100
const MOST_COLUMNS = 100

/**
 * An account code as the ERP spells it; only what surrounds it is cut off. Whether it is free is the database's to say.
 */
const code = z
  .string({ error: 'required' })
  .transform((value) => value.trim())
  .superRefine((value, ctx) => {
    const problem = codeProblem(value)
    if (problem) ctx.addIssue({ code: 'custom', message: problem })
  })

function codeProblem(value: string): string | undefined {
  if (value === '') return 'required'
  if (value.length > LONGEST_CODE) return 'codeTooLong'
  if (/[\p{Cc}\p{Cf}]/u.test(value) || !value.isWellFormed()) return 'codeControl'
  return value === '.' || value === '..' ? 'codeDots' : undefined
}

const known = (holds: (value: string) => boolean, message: string) =>
  optionalText(20).refine((value) => value === null || holds(value), message)

const facts = {
  name: neededText(200),
  tradingName: optionalText(200),
  legalId: optionalText(60),
  vatNumber: optionalText(60),
  street: optionalText(200),
  zip: optionalText(20),
  city: optionalText(100),
  region: optionalText(100),
  country: known(isCountry, 'country'),
  language: known((value) => /^[a-z]{2,3}(-[A-Za-z]{2,4})?$/.test(value), 'language'),
  paymentTerm: optionalText(100),
  paymentMeans: optionalText(100),
  creditLimit: text(40)
    .optional()
    .transform((value, ctx) => {
      if (!value) return null
      const amount = readAmount(value)
      if (amount === undefined) ctx.addIssue({ code: 'custom', message: 'amountWritten' })
      return amount ?? null
    }),
  currency: known(isCurrency, 'currency'),
}

export type Fact = keyof typeof facts
export const FACTS = Object.keys(facts) as Fact[]

const comment = optionalText(4000)
const row = { customerId: rowId(), version: version() }

export const createCustomerInput = z.object({ code, ...facts, comment })
export const updateFactsInput = z.object({ ...row, ...facts })
export const setCommentInput = z.object({ ...row, comment })
export const setStateInput = z.object({ ...row, state: z.enum(CUSTOMER_STATES, { error: 'required' }) })
export const setCollectorInput = z.object({
  ...row,
  /** Empty: nobody. */
  collectorId: z.union([z.literal('').transform(() => null), rowId()], { error: 'notValid' }),
})
const groupIds = z
  .union([z.array(rowId()).max(MOST_GROUPS, 'tooManyGroups'), rowId().transform((id) => [id])])
  .optional()
  .transform((ids) => [...new Set(ids ?? [])])
  .refine((ids) => ids.length <= MOST_GROUPS, 'tooManyGroups')
/** `seen` are the groups the person was shown: what somebody else gave or took meanwhile stays so. */
export const setGroupsInput = z.object({
  customerId: rowId(),
  groups: groupIds,
  seen: groupIds,
  newGroup: optionalText(60),
})

const column = text(40)
/** The columns in the order of the form; `up` and `down` move one of them, where nothing but a form can. */
export const columnsInput = z.object({
  columns: z
    .union([z.array(column).max(MOST_COLUMNS), column.transform((one) => [one])], { error: 'notValid' })
    .optional()
    .transform((columns) => columns ?? []),
  density: z.enum(DENSITIES, { error: 'notValid' }),
  up: column.optional(),
  down: column.optional(),
  usual: tick(),
})

export type ChooseColumns = z.output<typeof columnsInput>
export type CreateCustomer = z.output<typeof createCustomerInput>
export type UpdateFacts = z.output<typeof updateFactsInput>
export type SetGroups = z.output<typeof setGroupsInput>

/** Ours whatever a file says: no import locks it. */
const ALWAYS_OURS: readonly Fact[] = ['language']

/** The facts that the ERP owns on this customer, from the columns its files brought. */
export function lockedFacts(erpFields: readonly string[]): Set<Fact> {
  const brought = erpFields.map((name) => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()))
  return new Set(FACTS.filter((fact) => brought.includes(fact) && !ALWAYS_OURS.includes(fact)))
}

/** Whether blocked or not comes from the ERP. */
export function ownsState(erpFields: readonly string[]): boolean {
  return erpFields.includes('state')
}

/**
 * An amount as decimal text, or undefined. Spaces may part thousands; a comma or a point may part cents but not
 * thousands, because `12,000` means two things.
 */
export function readAmount(typed: string): string | undefined {
  const [, whole, cents = ''] = /^(\d{1,15})(?:[.,](\d{1,2}))?$/.exec(typed.replace(/[\s'’]/gu, '')) ?? []
  if (whole === undefined) return undefined
  return `${whole.replace(/^0+(?=\d)/, '')}.${cents.padEnd(3, '0')}`
}
