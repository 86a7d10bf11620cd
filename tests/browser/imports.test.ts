import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { request } from 'node:http'
import { dirname, join } from 'node:path'
import iconv from 'iconv-lite'
import type { Page } from 'playwright-core'
import { afterAll, describe, expect } from 'vitest'
import { SILENCE } from '@/app/api/imports/arriving'
import { connect } from '@/db/client'
import { axeFinds } from '../support/axe'
import { test, withoutScript } from '../support/page'
import { appUrl, databaseUrl, logFile } from '../support/server'
import { enterAsAdministrator } from '../support/sign-in'

const { sql, close } = connect(databaseUrl, { max: 1 })
const FOLDER = join(dirname(logFile), 'data/imports')
const kept = () =>
  existsSync(FOLDER) ? readdirSync(FOLDER).map((name) => `${name}: ${statSync(join(FOLDER, name)).size} bytes`) : []

afterAll(async () => {
  const left = await sql<{ id: string }[]>`delete from imports where file_name like 'zz-%' returning id`
  for (const { id } of left) {
    await sql.unsafe(`drop table if exists staging.import_${Number(id)}, staging.fates_${Number(id)}`)
  }
  await sql`delete from import_mappings where name like 'zz%'`
  await close()
})

const ROWS = [
  'Code client;Raison sociale;Ville;Pays;Encours autorisé;Fax;Remarque',
  "ZZ-001;Société Générale d'Œuvres;Lyon;FR;25 000,50;04 72 00 10 29;a",
  'ZZ-002;Café Noël;Besançon;FR;1 500,00;;b',
  'ZZ-003;;Orléans;FR;800,00;;c',
  'ZZ-004;Crémerie Hôtelière;Nîmes;FR;beaucoup;;d',
  'ZZ-005;Pâtisserie Zoë;Béziers;FR;12 000,00;;e',
]
const FILE = iconv.encode(`${ROWS.join('\r\n')}\r\n`, 'windows-1252')

/** Lets a file go over the page as a mouse does. */
async function drop(page: Page, name: string, bytes: Uint8Array): Promise<void> {
  const dataTransfer = await page.evaluateHandle(
    ({ name, bytes }) => {
      const data = new DataTransfer()
      data.items.add(new File([new Uint8Array(bytes)], name))
      return data
    },
    { name, bytes: [...bytes] },
  )
  await page.getByText('Drop a file here').dispatchEvent('drop', { dataTransfer })
  await page.waitForURL(/\/imports\/[a-z0-9]+\/read$/)
}

/** Every step is told by axe and fits a telephone. */
async function fine(page: Page): Promise<void> {
  // Of a page that a link or a form leads to the title is taken away and set again, last of all.
  await expect
    .poll(async () => (await axeFinds(page)).map((found) => `${page.url()} ${found}`), { timeout: 20_000 })
    .toEqual([])
  await page.setViewportSize({ width: 390, height: 844 })
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  expect({ at: page.url(), wider }).toEqual({ at: page.url(), wider: 0 })
  await page.setViewportSize({ width: 1280, height: 900 })
}

const count = (page: Page, name: string) =>
  page.getByRole('navigation', { name: /rows$/ }).getByRole('link', { name }).locator('span').last().innerText()
const counts = async (page: Page, ...names: string[]) => Promise.all(names.map((name) => count(page, name)))
const chosen = (page: Page, label: string) =>
  page
    .getByRole('combobox', { name: label, exact: true })
    .evaluate((select) => (select as HTMLSelectElement).selectedOptions[0]!.text)

async function checked(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Check the file' }).click()
  await page.waitForURL(/\/check$/)
  await page.getByRole('navigation', { name: 'What would become of the rows' }).waitFor()
}

async function carriedOut(page: Page, button: string): Promise<void> {
  await page.getByRole('button', { name: button }).click()
  await page.waitForURL(/\/result$/)
  await page.getByText(/^Done in/).waitFor()
}

describe('a file', () => {
  test('goes from a drop to the rows that were given back, and those come in when they are put right', {
    timeout: 240_000,
  }, async ({ page }) => {
    await enterAsAdministrator(page)
    await page.goto('/')
    await page.getByRole('link', { name: 'Imports' }).click()
    await page.getByRole('link', { name: 'Bring a file in' }).first().click()
    await fine(page)
    await drop(page, 'zz-clients.csv', FILE)

    expect(await chosen(page, 'Encoding of letters')).toBe('Windows-1252, Western Europe')
    expect(await chosen(page, 'Separator of columns')).toBe('Semicolon ;')
    expect(await chosen(page, 'Decimals')).toBe('Comma: 1.234,50')
    await page.getByRole('cell', { name: "Société Générale d'Œuvres" }).waitFor()
    await page.getByLabel('Separator of columns', { exact: true }).selectOption('comma')
    await page.waitForURL(/separator=comma/)
    await page.getByText('your choice').waitFor()
    await page.getByLabel('Separator of columns', { exact: true }).selectOption('semicolon')
    await page.getByRole('cell', { name: 'Café Noël' }).waitFor()
    await fine(page)
    await page.getByRole('button', { name: 'Go on to the columns' }).click()

    expect(await chosen(page, 'Field for Code client')).toBe('Account code *')
    expect(await chosen(page, 'Field for Encours autorisé')).toBe('Credit limit')
    expect(await chosen(page, 'Field for Fax')).toBe('Fax of the contact')
    await fine(page)
    await page.getByRole('combobox', { name: 'Field for Remarque', exact: true }).selectOption('city')
    await page.getByText('given twice').first().waitFor()
    await page.getByLabel('Remember these columns as').fill('zz navision')
    await page.getByRole('button', { name: 'Check the file' }).click()
    await page.getByText('The columns “Ville”, “Remarque” were given to the same field.').first().waitFor()
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('field-2')
    await page.getByRole('combobox', { name: 'Field for Remarque', exact: true }).selectOption('')
    await checked(page)

    expect(await counts(page, 'To create', 'To update', 'Unchanged', 'Rejected')).toEqual(['3', '0', '0', '2'])
    await page.getByText('Line 4, for example: Name is empty; it is needed.').waitFor()
    await page.getByRole('row', { name: /ZZ-004 Crémerie Hôtelière .*Encours autorisé ?beaucoup/ }).waitFor()
    await fine(page)
    await carriedOut(page, 'Import 3 rows')
    expect(await counts(page, 'Created', 'Updated', 'Unchanged', 'Rejected')).toEqual(['3', '0', '0', '2'])
    await fine(page)
    const first = page.url()

    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download the rejected rows' }).click(),
    ])
    expect(download.suggestedFilename()).toBe('zz-clients.rejected.csv')
    const back = readFileSync(await download.path(), 'utf8')
    const [headings, ...rows] = back.replace('\uFEFF', '').trimEnd().split('\r\n')
    expect(headings).toBe(`${ROWS[0]};line;reason`)
    expect(rows.map((row) => row.split(';').slice(0, 8))).toEqual([
      ['ZZ-003', '', 'Orléans', 'FR', '800,00', '', 'c', '4'],
      ['ZZ-004', 'Crémerie Hôtelière', 'Nîmes', 'FR', 'beaucoup', '', 'd', '5'],
    ])

    const right = Buffer.from(back.replace('ZZ-003;;', 'ZZ-003;Épicerie Fine;').replace('beaucoup', '9 000,00'))
    await page.goto('/imports/new')
    await page.setInputFiles('#import-file', { name: 'zz-clients.rejected.csv', mimeType: 'text/csv', buffer: right })
    await page.getByRole('button', { name: 'Go on to the columns' }).click()
    await page.getByText(/^Columns as in “zz navision”, used last .* by Administrator\./).waitFor()
    await checked(page)
    expect(await counts(page, 'To create', 'To update', 'Unchanged', 'Rejected')).toEqual(['2', '0', '0', '0'])
    await carriedOut(page, 'Import 2 rows')
    const second = page.url()

    await page.goto('/imports/new')
    await drop(page, 'zz-again.csv', right)
    await page.getByText(/^This very file was imported already on .* by Administrator: 2 created, 0 updated/).waitFor()
    await page.getByRole('button', { name: 'Go on to the columns' }).click()
    await checked(page)
    expect(await counts(page, 'To create', 'To update', 'Unchanged', 'Rejected')).toEqual(['0', '0', '2', '0'])
    await page.getByText('There is nothing to import').waitFor()
    expect(await page.getByRole('button', { name: /^Import/ }).count()).toBe(0)

    const undo = async (button: string, go: RegExp, look = true) => {
      await page.getByRole('button', { name: button, exact: true }).click()
      await page.waitForURL(/\/check$/)
      await page.getByRole('button', { name: go }).waitFor()
      if (look) await fine(page)
      await page.getByRole('button', { name: go }).click()
      await page.waitForURL(/\/result$/)
      await page.getByText(/^Done in/).waitFor()
    }
    for (const address of [second, first]) {
      await page.goto(address)
      await undo('Undo this import', /^Put \d+ entr/, address === first)
    }
    await undo('Undo this', /^Bring \d+ entr/)
    expect(
      await sql`
      select code, fax from customers left join contacts on customer_id = customers.id left join people on people.id = person_id
      where code like 'ZZ-00%' order by code`,
    ).toEqual([
      { code: 'ZZ-001', fax: '04 72 00 10 29' },
      { code: 'ZZ-002', fax: null },
      { code: 'ZZ-005', fax: null },
    ])
    await fine(page)
    await undo('Undo this', /^Put \d+ entr/, false)
    expect(await sql`select code from customers where code like 'ZZ-00%'`).toEqual([])
    await page.getByRole('link', { name: 'See it in the history' }).click()
    await page.waitForURL(/\/admin\/history\?import=/)
    await page.getByText('zz-clients.csv', { exact: true }).waitFor()
    await fine(page)
    await page.goto('/imports')
    const ours = page.getByRole('row').filter({ hasText: 'zz-clients' })
    expect(await ours.getByText('undone', { exact: true }).count()).toBe(3)
    await fine(page)
  })

  test('is taken without JavaScript too, and its columns are shown again as they were chosen', {
    timeout: 120_000,
  }, async ({ page }) => {
    await enterAsAdministrator(page)
    const plain = await withoutScript(page)
    await plain.goto('/imports/new')
    expect(await plain.locator('noscript p').innerText()).toBe('Without JavaScript a file can have 20 MB at most.')
    await plain.setInputFiles('#import-file', { name: 'zz-plain.csv', mimeType: 'text/csv', buffer: FILE })
    await plain.getByRole('button', { name: 'Go on' }).first().click()
    await plain.waitForURL(/\/read$/)
    await plain.getByLabel('Separator of columns', { exact: true }).selectOption('comma')
    await plain.getByRole('button', { name: 'Show it so' }).click()
    await plain.waitForURL(/separator=comma/)
    await plain.getByLabel('Separator of columns', { exact: true }).selectOption('semicolon')
    await plain.getByRole('button', { name: 'Show it so' }).click()
    await plain.getByRole('button', { name: 'Go on to the columns' }).click()
    await plain.waitForURL(/\/columns$/)
    await plain.getByRole('combobox', { name: 'Field for Remarque', exact: true }).selectOption('region')
    await plain.getByRole('combobox', { name: 'Field for Raison sociale', exact: true }).selectOption('')
    await plain.getByLabel('Remember these columns as').fill('')
    await plain.getByRole('button', { name: 'Check the file' }).click()
    await plain.getByText('Fields that are needed have no column yet.').waitFor()
    expect(await chosen(plain, 'Field for Remarque')).toBe('Region')
    await plain.getByRole('combobox', { name: 'Field for Raison sociale', exact: true }).selectOption('name')
    await plain.getByRole('button', { name: 'Check the file' }).click()
    await plain.waitForURL(/\/check$/)
    await expect
      .poll(async () => {
        await plain.reload()
        return plain.getByRole('button', { name: 'Import 3 rows' }).count()
      })
      .toBe(1)
    await plain.context().close()
  })

  test('may be pasted, and what is too large or empty is said before it is sent', async ({ page }) => {
    await enterAsAdministrator(page)
    await page.goto('/imports/new?kind=contacts')
    expect(await page.getByLabel('Contacts').isChecked()).toBe(true)
    await page.setInputFiles('#import-file', { name: 'zz-empty.csv', mimeType: 'text/csv', buffer: Buffer.alloc(0) })
    await page.getByText('The file is empty').waitFor()
    const old = { name: 'zz-old.xls', mimeType: 'text/csv', buffer: Buffer.from('0904060000001000', 'hex') }
    await page.setInputFiles('#import-file', old)
    await page.getByText('The file is a workbook of Excel 97 to 2003.').waitFor()
    await page.getByRole('link', { name: 'Bring in another file' }).click()
    await page.getByText('Paste rows').click()
    await page.getByLabel('Rows copied from a spreadsheet').fill('customer_code\tlast_name\nZZ-001\tNovak\n')
    await page.getByRole('button', { name: 'Go on' }).click()
    await page.waitForURL(/\/read$/)
    expect(await chosen(page, 'Separator of columns')).toBe('Tab')
    expect(await chosen(page, 'What is in it')).toBe('Contacts')
    await page.getByRole('button', { name: 'Discard' }).waitFor()
    await page.goto('/imports')
    await page.getByRole('button', { name: 'Discard pasted rows.txt' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Discard' }).click()
    await page.getByText('It was discarded.').waitFor()
    expect(await sql`select from imports where file_name = 'pasted rows.txt'`).toEqual([])
  })
})

/** Posts to the route as a page of ours would, but for what the test says. */
async function post(page: Page, headers: Record<string, string>, body: string | { cutAfter: number }): Promise<number> {
  const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
  const asked = request(`${appUrl}/api/imports?kind=customers&name=zz-cut.csv`, {
    method: 'POST',
    headers: { origin: appUrl, cookie, ...headers },
  })
  asked.on('error', () => undefined)
  if (typeof body === 'string') {
    asked.end(body)
    const [answer] = (await once(asked, 'response')) as [{ statusCode: number; resume: () => void }]
    answer.resume()
    return answer.statusCode
  }
  asked.write('code,name\n')
  const answered = once(asked, 'response').then(([answer]: { statusCode: number }[]) => answer?.statusCode ?? 0)
  const status = await Promise.race([answered, new Promise<number>((cut) => setTimeout(() => cut(0), body.cutAfter))])
  answered.catch(() => undefined)
  asked.destroy()
  return status
}

describe('an upload', () => {
  test('that is cut off, comes from elsewhere or claims to be too large leaves nothing behind', async ({ page }) => {
    await enterAsAdministrator(page)
    const before = { files: kept(), rows: await sql`select count(*) from imports` }
    for (const cutAfter of [0, 5, 20, 50, 200, 1000]) {
      expect(await post(page, { 'content-length': '5000000' }, { cutAfter })).toBe(0)
    }
    await post(page, { 'transfer-encoding': 'chunked' }, { cutAfter: 200 })
    expect(await post(page, { 'content-length': '1000000000000' }, { cutAfter: 20_000 })).toBe(400)
    expect(await post(page, { origin: 'https://evil.example' }, 'code,name')).toBe(403)
    expect(await post(page, { cookie: '' }, 'code,name')).toBe(401)
    expect(await post(page, {}, '')).toBe(400)
    // A line that was gone before the server listened is known by its silence alone.
    await expect.poll(() => kept().filter((name) => !before.files.includes(name)), { timeout: 2 * SILENCE }).toEqual([])
    expect(await sql`select count(*) from imports`).toEqual(before.rows)
  }, 120_000)
})
