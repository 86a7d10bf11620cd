import { wellFormed } from '@/lib/action'
import { comesFromAPage } from '@/lib/auth/origin'
import { can } from '@/lib/auth/permissions'
import { currentContext } from '@/lib/auth/session'
import { Refusal } from '@/lib/errors'
import { draftExport } from '@/lib/exports/commands/draft'
import { draftInput } from '@/lib/exports/input'
import { bare, leadTo } from '../../answers'
import { readForm } from '../files'

/** Ticked rows, kept until the page that it leads to has asked how they are wanted. */
export async function POST(request: Request): Promise<Response> {
  const ctx = await currentContext()
  if (!ctx) return bare('unauthenticated')
  if (!can(ctx.actor, 'exports.write') || !comesFromAPage(request.headers)) return bare('forbidden')
  try {
    const { selection } = await readForm(request)
    const { key } = await draftExport(ctx, wellFormed(draftInput, { selection: parsed(selection) }).selection)
    return leadTo(`/exports/${key}`)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return leadTo('/exports?refused=checkFields')
  }
}

function parsed(text = ''): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null // no JSON: the check of its fields says so
  }
}
