import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { aboutOf, fieldsOf, labelOf, speakValue } from '@/app/_blocks/history-words'
import { LANGUAGES, type Language } from '@/db/schema/vocabulary'
import type { Context } from '@/lib/context'
import { words } from '@/lib/i18n/words'
import { securityInput, settingsInput } from '@/lib/settings/input'
import { newUserInput, profileInput } from '@/lib/users/input'

const USER = Object.keys(newUserInput.shape)
const MARK = ['undeliverable', 'undeliverableReason']
const PLACE = ['role', 'ourRole', 'forCollection', 'inCopy', 'comment', 'source', 'externalId']
const CONTACT = [
  'title',
  'firstName',
  'lastName',
  'email',
  'phone',
  'mobile',
  'fax',
  'language',
  'contact',
  ...MARK,
  ...PLACE,
]
const CUSTOMER = [
  ...['code', 'name', 'tradingName', 'legalId', 'vatNumber', 'street', 'zip', 'city', 'region', 'country', 'language'],
  ...['paymentTerm', 'paymentMeans', 'creditLimit', 'currency', 'comment', 'state', 'collectorId', 'externalId'],
]
const VIEW = ['slug', 'name', 'shared', 'frozen', 'search']
const RATE = ['currency', 'day', 'rate']
const MONEY = ['amount', 'remaining', 'currency']
const ITEM = ['type', 'number', 'issueDate', 'dueDate', ...MONEY, 'orderNumber', 'clearedDate']
const RULE = ['key', 'name', 'view', 'does', 'gives', 'kind', 'takesBack', 'active']

/** Every action that is recorded, and the fields that it keeps. */
const RECORDED: Record<string, string[]> = {
  ...{
    'user.created': USER,
    'user.updated': USER,
    'user.profileUpdated': [...Object.keys(profileInput.shape), 'customerColumns'],
  },
  ...{ 'user.invited': ['expiresAt'], 'user.resetLinkMade': ['expiresAt'], 'user.passwordSet': ['by'] },
  ...{ 'user.passwordChanged': [], 'user.activated': [], 'user.deactivated': ['why'], 'user.signedOutEverywhere': [] },
  ...{ 'user.secondFactorOn': [], 'user.secondFactorOff': [], 'user.secondFactorTaken': [] },
  'user.deleted': USER,
  ...{ 'user.recoveryCodesRenewed': [], 'user.recoveryCodeUsed': ['left'] },
  'settings.updated': Object.keys({ ...settingsInput.shape, ...securityInput.shape }).filter(
    (name) => name !== 'version',
  ),
  ...{ 'contact.added': CONTACT, 'contact.updated': CONTACT, 'contact.removed': CONTACT },
  ...{ 'contact.copied': CONTACT, 'contact.merged': [...CONTACT, 'personId', 'undo'], 'contact.erased': ['erased'] },
  ...{ 'contact.restored': [], 'contact.unmerged': ['contact', 'personId'] },
  ...{ 'contact.starred': ['contact', 'personId'], 'contact.unstarred': ['contact'] },
  ...{ 'association.given': ['kind', 'source'], 'association.taken': ['kind', 'source'] },
  'association.updated': ['kind', 'source', 'ruleId', 'changeId'],
  ...{ 'association.pinned': [], 'association.unpinned': [] },
  ...{
    'customer.created': CUSTOMER,
    'customer.updated': [...CUSTOMER, 'why'],
    'customer.removed': [...CUSTOMER, 'codeKey', 'erpFields'],
  },
  ...{ 'customer.grouped': ['groups'], 'customer.ungrouped': ['groups'] },
  ...{ 'group.created': ['name', 'slug'], 'group.updated': ['name', 'slug'], 'group.deleted': ['name', 'slug'] },
  ...{ 'item.added': ITEM, 'item.updated': ITEM, 'item.cleared': [...ITEM, 'why'] },
  'item.removed': ITEM,
  ...{ 'rate.added': RATE, 'rate.updated': RATE, 'rate.removed': RATE, 'rate.converted': ['currency', 'rates'] },
  ...{ 'view.created': VIEW, 'view.updated': VIEW, 'view.deleted': VIEW },
  ...{ 'view.pinned': ['slug', 'name'], 'view.unpinned': ['slug', 'name'] },
  ...{ 'change.started': ['key', 'kind', 'total'], 'change.scheduled': ['key', 'kind', 'startsOn'] },
  'change.stopped': ['key'],
  'change.continued': ['key', 'kind', 'total'],
  ...{ 'rule.created': RULE, 'rule.updated': RULE, 'rule.deleted': [...RULE, 'takeBack'] },
  'rule.applied': ['key', 'name', 'changes', 'problem'],
  ...{ 'import.started': ['key', 'kind', 'offered'], 'import.stopped': ['key', 'kind', 'position'] },
  ...{ 'import.columnsRemembered': ['name', 'kind'], 'import.columnsChanged': ['name', 'kind'] },
  'import.columnsForgotten': ['name', 'kind'],
  ...{ 'import.discarded': ['name', 'kind'], 'import.undoDiscarded': ['name', 'kind'] },
  'export.made': ['list', 'format', 'rows', 'ticked', 'searched', 'place'],
}

const reader = (language: Language) =>
  ({
    actor: { kind: 'user', language, timeZone: 'Europe/Paris' },
    company: { country: 'FR', currency: 'EUR' },
  }) as unknown as Context

const entry = (action: string, old: Record<string, unknown> | null, now: Record<string, unknown> | null) => ({
  ...{ action, about: null, old, new: now },
})

describe('the words of the history', () => {
  test('name the fields that passed to the ERP where a file changed nothing else', () => {
    const brought = entry(
      'customer.updated',
      { erpFields: ['name'] },
      { erpFields: ['contact_fax', 'language=fr', 'name', 'vat_number'] },
    )
    expect(fieldsOf(brought)).toEqual(['erpFields'])
    expect(labelOf(reader('en'), brought.action, 'erpFields')).toBe('From the ERP')
    const names = new Map<number, string>()
    expect(speakValue(reader('en'), brought.action, 'erpFields', brought.new?.erpFields, names)).toBe(
      'Fax, Language, Name and VAT number',
    )
    const besides = entry('customer.updated', { city: 'Lyon', erpFields: [] }, { city: 'Nice', erpFields: ['city'] })
    expect(fieldsOf(besides)).toEqual(['city'])
  })

  test('know every action that the code records', () => {
    expect(recordedActions()).toEqual(Object.keys(RECORDED).sort())
    for (const language of LANGUAGES)
      for (const action of Object.keys(RECORDED))
        expect(words(language, 'history').has(action as 'user.created'), action).toBe(true)
  })

  test('name every field that is told', () => {
    for (const language of LANGUAGES)
      for (const [action, fields] of Object.entries(RECORDED)) {
        const values = Object.fromEntries(fields.map((name) => [name, 'x']))
        const now = Object.fromEntries(fields.map((name) => [name, 'y']))
        for (const name of fieldsOf(entry(action, values, now)))
          expect(labelOf(reader(language), action, name), `${language} ${action} ${name}`).toBeTruthy()
      }
  })

  test('speak a value with the words of what it belongs to', () => {
    const say = (action: string, name: string, value: unknown) =>
      speakValue(reader('fr'), action, name, value, new Map([[7, 'Ana Novak']]))
    expect(say('user.updated', 'role', 'executive')).toBe('Dirigeant')
    expect(say('user.updated', 'role', 'collector')).toBe('Chargé de recouvrement')
    expect(say('contact.added', 'role', 'buyer')).toBe('Acheteur')
    expect(say('user.updated', 'usualKind', 'other')).toBe('Autre')
    expect(say('settings.updated', 'copyKinds', ['sales', 'other'])).toBe('Commercial et Autre')
    expect(say('settings.updated', 'twoFactorRoles', ['executive'])).toBe('Dirigeant')
    expect(say('user.deactivated', 'why', 'absence')).toBe('longtemps sans visite')
    expect(say('user.profileUpdated', 'theme', 'dark')).toBe('Sombre')
    expect(say('user.profileUpdated', 'customerColumns', ['code', 'overdue', 'gone'])).toBe('Code, Échu et gone')
    expect(say('user.profileUpdated', 'density', 'comfortable')).toBe('Confortable')
    expect(say('change.scheduled', 'startsOn', '2026-12-01')).toBe('01/12/2026')
    expect(say('user.invited', 'expiresAt', '2026-12-22T07:48:46.747Z')).toBe('22/12/2026 08:48')
    expect(say('change.started', 'kind', 'replace')).toBe(words('fr', 'changes')('short.replace'))
    expect(say('customer.updated', 'collectorId', 7)).toBe('Ana Novak')
    expect(say('item.added', 'type', 'credit_note')).toBe('Avoir')
    expect(say('item.cleared', 'clearedDate', '2026-12-01')).toBe('01/12/2026')
    expect(say('item.updated', 'remaining', '-1234.500')).toBe('-1\u202f234,50')
    expect(say('rate.updated', 'rate', '0.86187421')).toBe('0,86187421')
    expect(say('user.updated', 'role', 'of an older release')).toBe('of an older release')
  })

  test('call a view by its name, and leave out what says nothing', () => {
    const cleared = entry(
      'item.cleared',
      { type: 'invoice', number: 'F1' },
      { type: 'invoice', number: 'F1', why: 'x' },
    )
    expect([aboutOf(cleared), fieldsOf(cleared)]).toEqual(['F1', ['why']])
    const saved = entry('view.created', null, { slug: 'late', name: 'Late', shared: false, search: '' })
    expect(aboutOf(saved)).toBe('Late')
    expect(fieldsOf(saved)).toEqual(['shared'])
    expect(fieldsOf(entry('view.updated', { slug: 'late', name: 'Late' }, { slug: 'l', name: 'Later' }))).toEqual([
      'name',
    ])
    expect(fieldsOf(entry('rule.updated', { key: 'k', name: 'A', active: true }, { key: 'k', active: false }))).toEqual(
      ['active'],
    )
  })
})

/** What stands in the code as an action of the history; the program's log and the rights have such names too. */
function recordedActions(): string[] {
  const subjects = [...new Set(Object.keys(RECORDED).map((action) => action.split('.')[0]))].join('|')
  const found = new Set<string>()
  for (const file of readdirSync('lib', { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.ts')) continue
    const text = readFileSync(join('lib', file), 'utf8').replaceAll(/log\.\w+\('.*|settings\.(update|write)'/g, '')
    for (const [, action = ''] of text.matchAll(new RegExp(`'((?:${subjects})\\.[a-zA-Z]+)'`, 'g'))) found.add(action)
  }
  return [...found].sort()
}
