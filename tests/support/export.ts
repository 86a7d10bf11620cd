import { parse } from 'csv-parse/sync'
import readSheets from 'read-excel-file/node'
import type { Context } from '@/lib/context'
import { type Order, orderExport } from '@/lib/exports/commands/order'
import type { ExportTarget } from '@/lib/exports/input'
import type { Choices, ExportKind } from '@/lib/exports/rules'

export const CSV: Choices = { format: 'csv', decimal: 'point', days: 'iso' }
export const XLSX: Choices = { format: 'xlsx', decimal: 'point', days: 'iso' }

export const searching = (search: string, except: number[] = []): ExportTarget => ({ kind: 'search', search, except })

export function order(kind: ExportKind, target: ExportTarget | string = '', choices: Choices = CSV): Order {
  const wanted = typeof target === 'string' ? searching(target) : target
  return { kind, target: wanted, choices, said: 'the search', place: `/${kind}` }
}

/** A small list as the bytes of its file. */
export async function fileOf(ctx: Context, wanted: Order): Promise<{ file: Buffer; name: string; rows: number }> {
  const answer = await orderExport(ctx, wanted)
  if ('key' in answer) throw new Error('it became a job')
  return answer
}

/** A small list as rows under its headings. */
export async function rowsOf(
  ctx: Context,
  kind: ExportKind,
  target: ExportTarget | string = '',
): Promise<Record<string, string>[]> {
  return readCsv((await fileOf(ctx, order(kind, target))).file)
}

export function readCsv(file: Buffer, delimiter = ','): Record<string, string>[] {
  return parse(file, { bom: true, columns: true, delimiter })
}

/** The sheets of a workbook, headings and all. */
export const readWorkbook = (file: Buffer) => readSheets(file, { trim: false })
