import { redirect } from 'next/navigation'
import { requireContext } from '@/lib/auth/session'
import { importAddress } from '@/lib/imports/rules/steps'
import { loadImport } from './load'

type Props = { params: Promise<{ key: string }> }

/** Leads to the step where an import waits: an address that holds whatever became of it. */
export default async function ImportPage({ params }: Props): Promise<never> {
  await requireContext('imports.write')
  const { found } = await loadImport((await params).key)
  redirect(importAddress(found))
}
