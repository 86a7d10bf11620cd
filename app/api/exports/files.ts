import { Refusal } from '@/lib/errors'
import type { Format } from '@/lib/exports/rules'
import { STORED_NOWHERE } from '../answers'

/** Ten thousand ids and what surrounds them; what is longer is not read into memory. */
const LONGEST = 512 * 1024

const TYPES: Record<Format, string> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

/**
 * A file to be kept, never to be shown: browsers must not read it as anything else. Names are made by `fileName`, of
 * plain letters.
 */
export function fileHeaders(name: string, size: number): Record<string, string> {
  const format = name.endsWith('.csv') ? 'csv' : 'xlsx'
  return {
    ...STORED_NOWHERE,
    'content-type': TYPES[format],
    'content-length': String(size),
    'content-disposition': `attachment; filename="${name.replace(/[^\w.-]/g, '-')}"`,
    'x-content-type-options': 'nosniff',
  }
}

/** The fields of a posted form, each once. */
export async function readForm(request: Request): Promise<Record<string, string>> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of request.body ?? []) {
    text += decoder.decode(chunk, { stream: true })
    if (text.length > LONGEST) throw new Refusal('invalid', 'checkFields')
  }
  return Object.fromEntries(new URLSearchParams(text + decoder.decode()))
}
