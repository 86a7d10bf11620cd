import { z } from 'zod'
import { readEmail } from './auth/email'

const CONTROL = /[^\P{Cc}\n\t]/u

/** Text as typed, ends trimmed. Everything a keyboard or an ERP can write is kept; control characters are refused. */
export const text = (longest = 200) =>
  z
    .string({ error: 'required' })
    .trim()
    .max(longest, 'tooLong')
    .refine((value) => !CONTROL.test(value) && value.isWellFormed(), 'controlCharacters')

export const neededText = (longest = 200) => text(longest).min(1, 'required')

/** Text that may be left empty; empty is absent. */
export const optionalText = (longest = 200) =>
  text(longest)
    .optional()
    .transform((value) => value || null)

/** The address of a search as it is kept beside what was chosen by it: anything but what the database cannot keep. */
export const searchAddress = () =>
  z
    .string()
    .max(8000, 'tooLong')
    .refine((value) => value.isWellFormed() && !value.includes('\0'), 'controlCharacters')

/** An address in the form we keep; empty is absent. */
export const optionalEmail = () =>
  text(254)
    .optional()
    .transform((value, ctx) => {
      if (!value) return null
      const email = readEmail(value)
      if (!email) ctx.addIssue({ code: 'custom', message: 'email' })
      return email ?? null
    })

/** A tick: what a form, a checkbox or a program sends for yes. */
export const tick = () =>
  z
    .union([z.boolean(), z.enum(['on', 'true', '1', ''])])
    .optional()
    .transform((value) => value === true || value === 'on' || value === 'true' || value === '1')

export const rowId = () => z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER)

export const version = () => z.coerce.number().int().positive().max(2_147_483_647, 'changedMeanwhile')
