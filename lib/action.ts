import { headers } from 'next/headers'
import { unstable_rethrow } from 'next/navigation'
import type { z } from 'zod'
import type { Right } from './auth/permissions'
import { can } from './auth/permissions'
import { currentContext } from './auth/session'
import type { Context } from './context'
import { describe, Refusal } from './errors'
import { words } from './i18n/words'
import { log } from './log'
import type { Failure, Result } from './result'

type Plan<Input extends z.ZodType, Output> = {
  /** Noun and verb: what the log calls it. */
  name: string
  permission: Right
  input: Input
  /** Fields of a posted form that a refusal hands back: a browser without JavaScript shows again what was typed. */
  keeps?: readonly string[]
  run: (ctx: Context, input: z.output<Input>) => Promise<Output>
}

/** A server action, callable with a value, with a form, or as `useActionState` calls it: the last argument counts. */
export type Action<Output> = ((...given: unknown[]) => Promise<Result<Output>>) & { plan: Plan<z.ZodType, unknown> }

/**
 * The one door for writes. The order is fixed: who is there, may they, is it well-formed, do it. Who may not act learns
 * nothing from our validation. What is refused is answered; what breaks is logged once and answered without words.
 */
export function action<Input extends z.ZodType, Output>(plan: Plan<Input, Output>): Action<Output> {
  const door = async (...given: unknown[]): Promise<Result<Output>> => {
    const result = await answering(plan.name, async () => {
      await mustComeFromAPage()
      const ctx = await currentContext()
      if (!ctx) throw new Refusal('unauthenticated', 'signInAgain')
      return perform(plan, ctx, given.at(-1))
    })
    if (result.ok) return result
    const failure = await inWords(result.failure)
    return plan.keeps ? { ok: false, failure, typed: typedIn(given.at(-1), plan.keeps) } : { ok: false, failure }
  }
  return Object.assign(door, { plan: plan as unknown as Plan<z.ZodType, unknown> })
}

/** What the door does once it knows who is there; also how the tests try every action as every role. */
export async function perform<Input extends z.ZodType, Output>(
  plan: Plan<Input, Output>,
  ctx: Context,
  given: unknown,
): Promise<Output> {
  if (!can(ctx.actor, plan.permission)) throw new Refusal('forbidden', 'forbidden')
  return plan.run(ctx, wellFormed(plan.input, given))
}

/** More fields than any form of ours has: what was made up to fill memory is not answered in full. */
const MOST_PROBLEMS = 50

/** Parses what was sent, a form or a value, and refuses with the first problem of each field. */
export function wellFormed<Input extends z.ZodType>(input: Input, given: unknown): z.output<Input> {
  const parsed = input.safeParse(given instanceof FormData ? fromForm(given) : given)
  if (parsed.success) return parsed.data
  const fields: Record<string, string> = {}
  for (const issue of parsed.error.issues.slice(0, MOST_PROBLEMS)) fields[issue.path.join('.')] ??= issue.message
  throw new Refusal('invalid', 'checkFields', { fields })
}

/** Turns what is thrown into an answer. Next's own throws (redirect, not found) pass through. */
export async function answering<T>(name: string, work: () => Promise<T>): Promise<Result<T>> {
  try {
    return { ok: true, value: await work() }
  } catch (error) {
    unstable_rethrow(error)
    return { ok: false, failure: failureOf(name, error) }
  }
}

function failureOf(name: string, error: unknown): Failure {
  if (error instanceof Refusal) {
    return { code: error.code, message: error.message, values: error.values, fields: error.fields }
  }
  const reference = crypto.randomUUID().slice(0, 8)
  log.error('action.failed', { name, reference, ...describe(error) })
  return { code: 'unexpected', message: 'unexpected', values: { reference }, fields: {}, reference }
}

/** Whoever is not known is told in the words that every page has. */
async function inWords(failure: Failure): Promise<Failure> {
  const ctx = await currentContext()
  if (!ctx) return failure
  const t = words(ctx.actor.language, 'refusals')
  const keys = [failure.message, ...Object.values(failure.fields)] as 'unexpected'[]
  const said = keys.filter((key) => t.has(key)).map((key) => [key, t(key, failure.values as never)])
  return { ...failure, words: Object.fromEntries(said) }
}

/**
 * A browser always says where a POST comes from; Next compares it with the host. What does not say it is no browser of
 * ours.
 */
export async function mustComeFromAPage(): Promise<void> {
  const origin = (await headers()).get('origin')
  if (!origin || origin === 'null') throw new Refusal('forbidden', 'forbidden')
}

function typedIn(given: unknown, names: readonly string[]): Record<string, string> {
  if (!(given instanceof FormData)) return {}
  const fields = names.map((name) => [name, given.get(name)] as const)
  return Object.fromEntries(fields.filter((field): field is [string, string] => typeof field[1] === 'string'))
}

/** Repeated names become arrays; files are none of our actions' business. */
function fromForm(form: FormData): Record<string, unknown> {
  const value: Record<string, unknown> = Object.create(null)
  for (const name of new Set(form.keys())) {
    if (name.startsWith('$ACTION')) continue
    const all = form.getAll(name).filter((entry) => typeof entry === 'string')
    value[name] = all.length > 1 ? all : all[0]
  }
  return { ...value }
}
