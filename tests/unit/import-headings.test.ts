import { describe, expect, test } from 'vitest'
import { IMPORT_KINDS } from '@/db/schema/vocabulary'
import en from '@/lib/i18n/messages/en/files.json'
import fr from '@/lib/i18n/messages/fr/files.json'
import { kindOf } from '@/lib/imports/kinds/registry'
import { bareHeading, headingsFingerprint, isHeading, matchHeadings } from '@/lib/imports/rules/headings'
import { CUSTOMER_WORDS } from '@/lib/imports/rules/words-of-customers'
import { CONTACT_WORDS, ITEM_WORDS, USER_WORDS } from '@/lib/imports/rules/words-of-others'

const WORDS = { customers: CUSTOMER_WORDS, contacts: CONTACT_WORDS, items: ITEM_WORDS, users: USER_WORDS }
const fieldsOf = (kind: keyof typeof WORDS, ...headings: string[]) =>
  matchHeadings(kind, headings).map(({ field }) => field)

test.each(IMPORT_KINDS)('every standard heading of %s is itself, however it is written', (kind) => {
  const { headings } = kindOf(kind)
  expect(Object.keys(WORDS[kind]).sort()).toEqual([...headings].sort())
  for (const spell of [
    (h: string) => h,
    (h: string) => h.toUpperCase(),
    (h: string) => `\u00a0${h.replaceAll('_', ' ')} `,
  ]) {
    expect(matchHeadings(kind, headings.map(spell))).toEqual(headings.map((field) => ({ field, because: 'exact' })))
  }
})

test.each(IMPORT_KINDS)(
  'what the screen calls a field of %s is understood as a heading, in each of its languages',
  (kind) => {
    for (const { fields } of [en, fr]) {
      for (const [field, label] of Object.entries(fields[kind])) {
        expect([label, ...fieldsOf(kind, label)]).toEqual([label, field])
      }
    }
  },
)

test('a heading may say whose e-mail or name it is', () => {
  const headings = ['E-mail du contact', 'Tél. du contact', 'First name of contact', 'E-Mail des Ansprechpartners']
  expect(headings.map((heading) => fieldsOf('customers', heading)[0])).toEqual([
    ...['contact_email', 'contact_phone', 'contact_first_name', 'contact_email'],
  ])
})

test.each(IMPORT_KINDS)('no word means two fields of %s, and each is found by any of its words', (kind) => {
  let words = 0
  for (const [field, list] of Object.entries(WORDS[kind])) {
    for (const word of list.split(',')) {
      expect([word.trim(), ...fieldsOf(kind, word)]).toEqual([word.trim(), field])
      words += 1
    }
  }
  process.stdout.write(`${words} words for ${kind}\n`)
})

/** Code, name, city, e-mail address and credit limit of a customer; number, due date and amount of an item. */
test.each([
  ['en', 'Customer No.', 'Company Name', 'Town', 'E-mail', 'Credit limit', 'Invoice number', 'Due date', 'Amount'],
  [
    'pt-BR',
    'Código do Cliente',
    'Razão Social',
    'Cidade',
    'E-mail',
    'Limite de crédito',
    'Nota Fiscal',
    'Vencimento',
    'Valor',
  ],
  [
    'pt-PT',
    'Nº cliente',
    'Empresa',
    'Localidade',
    'Correio eletrónico',
    'Limite de crédito',
    'Fatura',
    'Data de vencimento',
    'Montante',
  ],
  ['zh', '客户编号', '公司名称', '城市', '电子邮件', '信用额度', '发票号', '到期日', '金额'],
  ['hr', 'Šifra kupca', 'Naziv', 'Grad', 'E-pošta', 'Kreditni limit', 'Broj računa', 'Dospijeće', 'Iznos'],
  ['de', 'Kunden-Nr.', 'Firma', 'Ort', 'E-Mail-Adresse', 'Kreditlimit', 'Rechnungs-Nr.', 'Fällig am', 'Betrag'],
  [
    'nl',
    'Klantnummer',
    'Bedrijfsnaam',
    'Plaats',
    'E-mailadres',
    'Kredietlimiet',
    'Factuurnummer',
    'Vervaldatum',
    'Bedrag',
  ],
  [
    'es',
    'Código de cliente',
    'Razón social',
    'Ciudad',
    'Correo electrónico',
    'Límite de crédito',
    'Nº factura',
    'Fecha de vencimiento',
    'Importe',
  ],
  [
    'fr',
    'N° client',
    'Raison sociale',
    'Ville',
    'Adresse e-mail',
    'Encours autorisé',
    'N° facture',
    'Échéance',
    'Montant TTC',
  ],
  [
    'it',
    'Codice cliente',
    'Ragione sociale',
    'Città',
    'Posta elettronica',
    'Fido',
    'Numero fattura',
    'Scadenza',
    'Importo',
  ],
  ['ja', '得意先コード', '会社名', '市区町村', 'メールアドレス', '与信限度額', '請求書番号', '支払期日', '請求金額'],
  [
    'pl',
    'Kod kontrahenta',
    'Nazwa firmy',
    'Miejscowość',
    'Adres e-mail',
    'Limit kredytowy',
    'Nr faktury',
    'Termin płatności',
    'Kwota brutto',
  ],
  [
    'ro',
    'Cod client',
    'Denumire',
    'Oraș',
    'Poștă electronică',
    'Limită de credit',
    'Nr. factură',
    'Data scadenței',
    'Valoare',
  ],
  ['sv', 'Kundnr', 'Företagsnamn', 'Ort', 'E-postadress', 'Kreditgräns', 'Fakturanummer', 'Förfallodatum', 'Belopp'],
  ['tr', 'Cari Kodu', 'ÜNVAN', 'ŞEHİR', 'E-posta', 'Kredi limiti', 'Fatura No', 'Vade tarihi', 'Tutar'],
])('headings in %s', (_language, ...headings) => {
  expect(fieldsOf('customers', ...headings.slice(0, 5))).toEqual([
    'code',
    'name',
    'city',
    'contact_email',
    'credit_limit',
  ])
  expect(fieldsOf('items', ...headings.slice(5))).toEqual(['number', 'due_date', 'amount'])
  expect(headings.filter((heading) => !isHeading(heading))).toEqual([])
})

describe('one heading, one field', () => {
  test('the surer heading has the field, then the one further left', () => {
    expect(matchHeadings('customers', ['Company', 'name', 'Customer name'])).toEqual([
      { field: null, because: null },
      { field: 'name', because: 'exact' },
      { field: null, because: null },
    ])
    expect(fieldsOf('customers', 'Firma', 'Company')).toEqual(['name', null])
    expect(fieldsOf('customers', 'code', 'Code', 'name')).toEqual(['code', null, 'name'])
  })

  test('a slip in a long word is forgiven, another digit or a short word is not', () => {
    expect(matchHeadings('customers', ['Custommer code'])).toEqual([{ field: 'code', because: 'similar' }])
    expect(fieldsOf('customers', 'Address line 2', 'telephone 2', 'vile', 'xyz', '', '###')).toEqual(
      Array(6).fill(null),
    )
  })

  test('a file of 91 customers from a well-known sample', () => {
    const headings =
      'CustomerID CompanyName ContactName ContactTitle Address City Region PostalCode Country Phone Fax'.split(' ')
    expect(fieldsOf('customers', ...headings)).toEqual([
      ...['code', 'name', 'contact_last_name', 'contact_title', 'street', 'city', 'region', 'zip', 'country'],
      ...['contact_phone', 'contact_fax'],
    ])
  })
})

test('a fingerprint knows headings whatever their case, accents and spaces, but in their order', () => {
  expect(headingsFingerprint(['Société', 'Code\u00a0client'])).toBe(headingsFingerprint(['societe', ' CODE CLIENT']))
  expect(headingsFingerprint(['a', 'b'])).not.toBe(headingsFingerprint(['b', 'a']))
  expect(headingsFingerprint(['a', 'b'])).not.toBe(headingsFingerprint(['ab']))
  expect(bareHeading('Straße Nº 1')).toBe('strasseno1')
})
