import { z } from 'zod'
import { ASSOCIATION_KINDS, DENSITIES, LANGUAGES, ROLES, THEMES, TOKEN_PURPOSES } from '@/db/schema/vocabulary'
import { LONGEST_PASSWORD, passwordProblem } from '@/lib/auth/password-rules'
import { neededText, optionalEmail, optionalText, text, tick, version } from '@/lib/input'
import { isTimeZone } from '@/lib/settings/rules'
import { isHandle } from './rules'

const handle = () => text(200).refine(isHandle, 'handle')

/** Empty means the company's zone. */
const optionalTimeZone = () => optionalText(60).refine((zone) => zone === null || isTimeZone(zone), 'timeZone')

const person = {
  firstName: optionalText(100),
  lastName: neededText(100),
  email: optionalEmail(),
  role: z.enum(ROLES, 'role'),
  language: z.enum(LANGUAGES, 'language'),
  timeZone: optionalTimeZone(),
  usualKind: z.enum(ASSOCIATION_KINDS, 'usualKind'),
  portfolioOnly: tick(),
  mayChangeMany: tick(),
  mayImport: tick(),
  mayExport: tick(),
}

export const newUserInput = z.object({
  ...person,
  /** Empty means one made from the name. */
  handle: z.union([z.literal(''), handle()]).optional(),
  active: tick(),
})
export type NewUser = z.output<typeof newUserInput>

export const userInput = z.object({
  ...person,
  handle: handle(),
  /** The handle under which the form was opened. */
  user: handle(),
  version: version(),
  /** That somebody who changes the own role knows what it means. */
  confirmed: tick(),
})
export type UserChange = z.output<typeof userInput>

export const activeInput = z.object({ user: handle(), active: tick(), confirmed: tick() })

export const linkInput = z.object({ user: handle(), purpose: z.enum(TOKEN_PURPOSES) })

export const onUserInput = z.object({ user: handle() })

const password = () =>
  z.string({ error: 'required' }).superRefine((value, ctx) => {
    const problem = value === '' ? 'required' : passwordProblem(value)
    if (problem) ctx.addIssue({ code: 'custom', message: problem })
  })

export const passwordByLinkInput = z.object({ token: z.string().max(100), password: password() })

export const passwordInput = z.object({
  present: z.string({ error: 'required' }).min(1, 'required').max(LONGEST_PASSWORD, 'wrongPassword'),
  password: password(),
})

export const profileInput = z.object({
  language: z.enum(LANGUAGES, 'language'),
  timeZone: optionalTimeZone(),
  theme: z.enum(THEMES, 'notValid'),
  density: z.enum(DENSITIES, 'notValid'),
  shortcuts: tick(),
})

/** A code of the app, or a recovery code. */
const code = () => z.string({ error: 'required' }).trim().min(1, 'required').max(40, 'wrongCode')

/** What somebody shows who is in already, before what guards the account is changed. */
export const proofInput = z.object({
  present: z.string({ error: 'required' }).min(1, 'required').max(LONGEST_PASSWORD, 'wrongPassword'),
  code: code(),
})

export const nothingInput = z.unknown()
