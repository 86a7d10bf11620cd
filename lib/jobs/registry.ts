import { z } from 'zod'
import type { Db } from '@/db/client'
import { keepDates } from '@/lib/changes/commands/due'
import { forgetPlans } from '@/lib/changes/commands/forget'
import { resumeChanges } from '@/lib/changes/commands/resume'
import { runChange } from '@/lib/changes/commands/run'
import { forgetForErasure as forgetExportsForErasure } from '@/lib/exports/commands/erase'
import { forgetExports } from '@/lib/exports/commands/forget'
import { makeExport } from '@/lib/exports/commands/make'
import { checkImport } from '@/lib/imports/commands/check'
import { forgetForErasure } from '@/lib/imports/commands/erase'
import { takeFolder } from '@/lib/imports/commands/folder'
import { forgetImports } from '@/lib/imports/commands/forget'
import { resumeImports } from '@/lib/imports/commands/resume'
import { runImport } from '@/lib/imports/commands/run'
import { rowId } from '@/lib/input'
import { passMidnight, recountCurrency, recountEveryone } from '@/lib/items/commands'
import { forgetCodeLists } from '@/lib/lists/commands'
import { applyRule, applyRules } from '@/lib/rules/commands/apply'
import { retireUsers } from '@/lib/users/commands/retire'

/**
 * One kind of job. `run` gets a parsed payload; `signal` fires when the worker wants to stop. Every job may be
 * repeated.
 */
type Job<Payload> = {
  payload: z.ZodType<Payload>
  run: (db: Db, payload: Payload, signal: AbortSignal) => Promise<void>
}

export type AnyJob = (db: Db, payload: unknown, signal: AbortSignal) => Promise<void>

/** Every kind of job, under the name it is enqueued by; the one file that knows all domains. */
export const JOBS: Readonly<Record<string, AnyJob>> = {
  'changes.run': defineJob({
    payload: z.object({ changeId: rowId() }),
    run: (db, { changeId }, signal) => runChange(db, changeId, signal),
  }),
  'changes.dates': defineJob({
    payload: z.object({}),
    run: (db, _payload, signal) => keepDates(db, signal),
  }),
  'changes.resume': defineJob({
    payload: z.object({}),
    run: (db) => resumeChanges(db),
  }),
  'changes.forget': defineJob({
    payload: z.object({}),
    run: (db) => forgetPlans(db),
  }),
  'imports.check': defineJob({
    payload: z.object({ importId: rowId() }),
    run: (db, { importId }, signal) => checkImport(db, importId, signal),
  }),
  'imports.run': defineJob({
    payload: z.object({ importId: rowId() }),
    run: (db, { importId }, signal) => runImport(db, importId, { signal }),
  }),
  'imports.folder': defineJob({
    payload: z.object({}),
    run: (db, _payload, signal) => takeFolder(db, signal),
  }),
  'imports.resume': defineJob({
    payload: z.object({}),
    run: (db) => resumeImports(db),
  }),
  'imports.forget': defineJob({
    payload: z.object({}),
    run: (db) => forgetImports(db),
  }),
  'imports.erase': defineJob({
    payload: z.object({ before: moment() }),
    run: (db, { before }) => forgetForErasure(db, before),
  }),
  'figures.midnight': defineJob({
    payload: z.object({}),
    run: (db, _payload, signal) => passMidnight(db, { signal }),
  }),
  'figures.all': defineJob({
    payload: z.object({}),
    run: (db, _payload, signal) => recountEveryone(db, { signal }),
  }),
  'figures.currency': defineJob({
    payload: z.object({ currency: z.string().regex(/^[A-Z]{3}$/) }),
    run: (db, { currency }, signal) => recountCurrency(db, currency, { signal }),
  }),
  'rules.apply': defineJob({
    payload: z.object({ ruleId: rowId().optional() }),
    run: (db, { ruleId }, signal) => (ruleId === undefined ? applyRules(db, signal) : applyRule(db, ruleId, signal)),
  }),
  'users.retire': defineJob({
    payload: z.object({}),
    run: async (db, _payload, signal) => void (await retireUsers(db, new Date(), signal)),
  }),
  'exports.make': defineJob({
    payload: z.object({ exportId: rowId() }),
    run: (db, { exportId }, signal) => makeExport(db, exportId, signal),
  }),
  'exports.forget': defineJob({
    payload: z.object({}),
    run: (db) => forgetExports(db),
  }),
  'exports.erase': defineJob({
    payload: z.object({ before: moment() }),
    run: (db, { before }) => forgetExportsForErasure(db, before),
  }),
  'lists.forget': defineJob({
    payload: z.object({}),
    run: (db, _payload, signal) => forgetCodeLists(db, new Date(), signal),
  }),
}

function moment() {
  return z.iso.datetime().transform((text) => new Date(text))
}

function defineJob<Payload>(job: Job<Payload>): AnyJob {
  return (db, payload, signal) => job.run(db, job.payload.parse(payload), signal)
}
