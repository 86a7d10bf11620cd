import { Refusal } from '@/lib/errors'
import type { Source } from '../source'
import { readSmallXml } from './xml'
import { openZip, type Zip } from './zip'

export type Sheet = { name: string; hidden: boolean; part: string }

/** What a workbook consists of; nothing of its sheets is read yet. */
export type Workbook = {
  zip: Zip
  sheets: Sheet[]
  /** Where the texts that cells share are kept, and the formats of numbers, if there are any. */
  strings: string | undefined
  styles: string | undefined
  epoch1904: boolean
}

type Relation = { id: string; type: string; target: string }

export async function openWorkbook(source: Source): Promise<Workbook> {
  const zip = await openZip(source)
  mustBeWorkbook(zip)
  const [root] = (await relationsOf(zip, '_rels/.rels', '')).filter(({ type }) => type === 'officeDocument')
  const main = root?.target ?? 'xl/workbook.xml'
  if (!zip.has(main)) throw new Refusal('invalid', 'importNotTable')
  const [, folder = '', file = main] = /^(.*\/)?([^/]*)$/.exec(main) ?? []
  const relations = await relationsOf(zip, `${folder}_rels/${file}.rels`, folder)
  const named: { name: string; id: string; hidden: boolean }[] = []
  let epoch1904 = false
  await readSmallXml(zip.read(main), {
    open: (tag, attributes) => {
      if (tag === 'workbookPr') epoch1904 = isTrue(attributes.date1904)
      if (tag !== 'sheet') return
      const id = Object.entries(attributes).find(([name]) => /^(\w+:)?id$/.test(name))?.[1] ?? ''
      named.push({ name: attributes.name ?? '', id, hidden: (attributes.state ?? 'visible') !== 'visible' })
    },
  })
  const partOf = (kind: string) => relations.find(({ type, target }) => type === kind && zip.has(target))?.target
  const sheets = named.flatMap(({ name, id, hidden }) => {
    const relation = relations.find((one) => one.id === id && one.type === 'worksheet' && zip.has(one.target))
    return relation ? [{ name, hidden, part: relation.target }] : []
  })
  if (sheets.length === 0) throw new Refusal('invalid', 'importNoSheets')
  return { zip, sheets, strings: partOf('sharedStrings'), styles: partOf('styles'), epoch1904 }
}

/** The chosen sheet, else the first one that can be seen. */
export function sheetOf({ sheets }: Workbook, name: string | null): Sheet {
  const visible = sheets.find(({ hidden }) => !hidden) ?? sheets[0]
  const sheet = name === null ? visible : sheets.find((one) => one.name === name)
  if (!sheet) throw new Refusal('invalid', 'importNoSheet', { values: { sheet: name ?? '' } })
  return sheet
}

/** Other documents are packed in the same way. */
function mustBeWorkbook(zip: Zip): void {
  if (zip.has('xl/workbook.bin')) throw new Refusal('invalid', 'importXlsb')
  if (zip.has('content.xml') && zip.has('mimetype')) throw new Refusal('invalid', 'importOds')
  if (!zip.has('[content_types].xml')) throw new Refusal('invalid', 'importNotTable')
}

/** What a part refers to, by kind; the last word of a kind says it, in both dialects of the standard. */
async function relationsOf(zip: Zip, part: string, folder: string): Promise<Relation[]> {
  const found: Relation[] = []
  if (!zip.has(part)) return found
  await readSmallXml(zip.read(part), {
    open: (tag, { Id = '', Type = '', Target = '', TargetMode }) => {
      if (tag !== 'Relationship' || TargetMode === 'External') return
      found.push({ id: Id, type: Type.slice(Type.lastIndexOf('/') + 1), target: resolved(folder, Target) })
    },
  })
  return found
}

function resolved(folder: string, target: string): string {
  const steps = target.startsWith('/') ? target.split('/') : `${folder}${target}`.split('/')
  const path: string[] = []
  for (const step of steps) {
    if (step === '..') path.pop()
    else if (step !== '' && step !== '.') path.push(step)
  }
  return path.join('/')
}

function isTrue(text: string | undefined): boolean {
  return text === '1' || text === 'true' || text === 'on'
}
