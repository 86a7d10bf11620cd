import type { Column } from '../kinds/kind'
import { headingWriters, letters, rowXml, xmlText } from './xml'

/** What stands on the sheet behind the list: a label, and what is said under it. */
export type About = { title: string; facts: readonly (readonly [string, string])[] }

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const TYPES = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

/** The beginning of a sheet: as wide as its columns want, headings that stay in sight. */
export function sheetHead(columns: readonly Column[]): string {
  const widths = columns
    .map(({ width, heading }, place) => {
      const wide = Math.max(width, Math.min(heading.length + 2, 30))
      return `<col min="${place + 1}" max="${place + 1}" width="${wide}" customWidth="1"/>`
    })
    .join('')
  const frozen = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
  const headings = columns.map(({ heading }) => heading)
  return `${HEAD}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0">${frozen}</sheetView></sheetViews><cols>${widths}</cols><sheetData>${rowXml(headings, headingWriters(columns.length), 1)}`
}

export const SHEET_END = '</sheetData></worksheet>'

/** The last sheet: what the list is, as label and text. */
export function aboutXml({ facts }: About): string {
  const rows = facts.map(([label, text], place) => {
    const cell = (column: number, style: string, value: string) =>
      `<c r="${letters(column)}${place + 1}"${style} t="inlineStr"><is><t xml:space="preserve">${xmlText(value)}</t></is></c>`
    return `<row r="${place + 1}">${cell(0, ' s="5"', label)}${cell(1, '', text)}</row>`
  })
  return `${HEAD}<worksheet xmlns="${MAIN}"><cols><col min="1" max="1" width="24" customWidth="1"/><col min="2" max="2" width="80" customWidth="1"/></cols><sheetData>${rows.join('')}</sheetData></worksheet>`
}

/** Everything of a workbook but its sheets, by its place in the package. */
export function workbookParts(names: readonly string[], decimals: number): [string, string][] {
  const numbered = names.map((name, place) => ({ name: sheetName(name), number: place + 1 }))
  const sheets = numbered.map(
    ({ name, number }) => `<sheet name="${xmlText(name)}" sheetId="${number}" r:id="rId${number}"/>`,
  )
  const relations = numbered.map(
    ({ number }) =>
      `<Relationship Id="rId${number}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${number}.xml"/>`,
  )
  const overrides = numbered.map(
    ({ number }) => `<Override PartName="/xl/worksheets/sheet${number}.xml" ContentType="${TYPES}.worksheet+xml"/>`,
  )
  return [
    [
      'xl/workbook.xml',
      `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${sheets.join('')}</sheets></workbook>`,
    ],
    [
      'xl/_rels/workbook.xml.rels',
      `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${relations.join('')}<Relationship Id="rId${names.length + 1}" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
    ],
    ['xl/styles.xml', stylesXml(decimals)],
    [
      '_rels/.rels',
      `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ],
    [
      '[Content_Types].xml',
      `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPES}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${TYPES}.styles+xml"/>${overrides.join('')}</Types>`,
    ],
  ]
}

/**
 * Plain, text, amount, day, moment, heading: `FORMAT` in xml.ts names them by their place. 14 and 22 are the days of
 * the reader's own country.
 */
function stylesXml(decimals: number): string {
  const amount = decimals === 0 ? '#,##0' : `#,##0.${'0'.repeat(decimals)}`
  const formats = [0, 49, 164, 14, 22].map(
    (number) => `<xf numFmtId="${number}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>`,
  )
  return `${HEAD}<styleSheet xmlns="${MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="${amount}"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="6">${formats.join('')}<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/></cellXfs></styleSheet>`
}

/** What a spreadsheet lets a sheet be called. */
function sheetName(name: string): string {
  return name
    .replace(/[[\]:*?/\\']/g, ' ')
    .trim()
    .slice(0, 31)
}
