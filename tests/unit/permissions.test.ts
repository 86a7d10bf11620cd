import { describe, expect, test } from 'vitest'
import { ROLES, type Role } from '@/db/schema/vocabulary'
import type { Flags } from '@/lib/auth/actor'
import { can, decide, RIGHTS, type Right } from '@/lib/auth/permissions'
import { words } from '@/lib/i18n/words'

const ALL = Object.keys(RIGHTS) as Right[]
const NO_FLAGS: Flags = { portfolioOnly: false, mayChangeMany: false, mayImport: false, mayExport: false }
const FLAGS = ['portfolioOnly', 'mayChangeMany', 'mayImport', 'mayExport'] as const
const holder = (role: Role, flags: Partial<Flags> = {}) => ({ ...NO_FLAGS, role, ...flags })

/** Every role with every combination of flags. */
const EVERYBODY = ROLES.flatMap((role) =>
  Array.from({ length: 2 ** FLAGS.length }, (_, bits) =>
    holder(role, Object.fromEntries(FLAGS.map((flag, place) => [flag, Boolean(bits & (1 << place))]))),
  ),
)

describe('why somebody holds a right or not', () => {
  test('is told by what the doors ask: both agree for every role, flag and right', () => {
    let compared = 0
    for (const person of EVERYBODY)
      for (const right of ALL) {
        const actor = { ...person, kind: 'user' } as Parameters<typeof can>[0]
        expect(decide(person, right).may, `${person.role} ${right}`).toBe(can(actor, right))
        compared++
      }
    expect(compared).toBe(ROLES.length * 16 * ALL.length)
  })

  test('is true: taking away what it names takes the right away, and giving it gives it', () => {
    for (const person of EVERYBODY)
      for (const right of ALL) {
        const ruling = decide(person, right)
        if (ruling.because === 'flag') {
          expect(decide({ ...person, portfolioOnly: false, [ruling.flag]: !ruling.may }, right).may).toBe(!ruling.may)
        }
        if (ruling.because === 'portfolio') expect(decide({ ...person, portfolioOnly: false }, right).may).toBe(true)
        if (ruling.because === 'everyone') {
          expect(ROLES.every((role) => decide(holder(role, { portfolioOnly: true }), right).may)).toBe(true)
        }
      }
  })

  test('names role, flag and portfolio', () => {
    expect(decide(holder('collector'), 'contacts.write')).toEqual({ may: true, because: 'role' })
    expect(decide(holder('guest'), 'contacts.write')).toEqual({ may: false, because: 'role' })
    expect(decide(holder('guest'), 'profile.write')).toEqual({ may: true, because: 'everyone' })
    const manager = holder('sales_manager', { mayChangeMany: true })
    expect(decide(manager, 'changes.write')).toEqual({ may: true, because: 'flag', flag: 'mayChangeMany' })
    const off = decide(holder('sales_manager'), 'changes.write')
    expect(off).toEqual({ may: false, because: 'flag', flag: 'mayChangeMany' })
    const kept = decide(holder('credit_manager', { portfolioOnly: true }), 'users.write')
    expect(kept).toEqual({ may: false, because: 'portfolio' })
    expect(decide(holder('collector', { portfolioOnly: true }), 'users.write')).toEqual({ may: false, because: 'role' })
  })

  test('lets nobody who is kept to a portfolio import: a file speaks of every customer', () => {
    expect(decide(holder('collector', { mayImport: true }), 'imports.write').may).toBe(true)
    expect(decide(holder('collector', { mayImport: true, portfolioOnly: true }), 'imports.write')).toEqual({
      may: false,
      because: 'portfolio',
    })
    expect(decide(holder('credit_manager', { portfolioOnly: true }), 'imports.write')).toEqual({
      may: false,
      because: 'flag',
      flag: 'mayImport',
    })
  })

  test('leaves an administrator who is kept to a portfolio the rights over everybody', () => {
    const [free, kept] = [holder('administrator'), holder('administrator', { portfolioOnly: true })]
    for (const right of ALL) expect(decide(kept, right)).toEqual(decide(free, right))
  })

  test('has words for every right there is', () => {
    for (const language of ['en', 'fr'] as const)
      for (const right of ALL) expect(words(language, 'admin').has(`rights.${right}`), right).toBe(true)
  })
})
