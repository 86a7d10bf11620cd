import { notFound, redirect } from 'next/navigation'
import { cache } from 'react'
import { requireContext } from '@/lib/auth/session'
import type { Context } from '@/lib/context'
import { Refusal } from '@/lib/errors'
import { isImportKey } from '@/lib/imports/input/reading'
import { getImport, type ImportView } from '@/lib/imports/queries/imports'
import { importAddress, openSteps, type Step } from '@/lib/imports/rules/steps'

type Loaded = { ctx: Context; found: ImportView }

/** An import for whoever may bring such files in; for everybody else there is none. Asked once a request. */
export const loadImport = cache(async (key: string): Promise<Loaded> => {
  const ctx = await requireContext('imports.write')
  if (!isImportKey(key)) notFound()
  const found = await getImport(ctx, key).catch((error: unknown) => {
    if (error instanceof Refusal && error.code === 'not-found') notFound()
    throw error
  })
  return { ctx, found }
})

/** The same for one of its steps; who comes too early or too late is led to where it waits. */
export async function loadStep(key: string, step: Step): Promise<Loaded> {
  const loaded = await loadImport(key)
  if (!openSteps(loaded.found).includes(step)) redirect(importAddress(loaded.found))
  return loaded
}
