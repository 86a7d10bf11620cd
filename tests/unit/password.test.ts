import { describe, expect, test } from 'vitest'
import { knownDevice, markDevice } from '@/lib/auth/device'
import { hashPassword, passwordMatches } from '@/lib/auth/password'
import { passwordProblem } from '@/lib/auth/password-rules'

const MARIE = {
  email: 'marie.dupont@vauban-metal.example',
  firstName: 'Marie',
  lastName: 'Dupont-Élysée',
  company: 'Vauban Métal SA',
}

describe('a password', () => {
  test.each([
    'four words in a row',
    '        x',
    'пароль из слов',
    '🔑🔑🔑🔑🔑🔑🔑🔒🔒',
    'x'.repeat(9).replace(/x$/, 'yz'),
    'ab'.repeat(128),
    'dupont likes tea',
  ])('of enough characters will do, whatever they are: %s', (password) => {
    expect(passwordProblem(password, MARIE)).toBeUndefined()
  })

  test.each([
    ['12345678', 'passwordShort'],
    ['🔑🔑🔑🔑🔑🔑🔑🔑', 'passwordShort'],
    ['a'.repeat(257), 'passwordLong'],
    ['123456789', 'passwordCommon'],
    ['987654321', 'passwordCommon'],
    ['aaaaaaaaaaaa', 'passwordCommon'],
    ['abcdefghi', 'passwordCommon'],
    ['Password123', 'passwordCommon'],
    ['QWERTYUIOP', 'passwordCommon'],
    ['with\u0000null!', 'controlCharacters'],
    ['half\ud83d-pair', 'controlCharacters'],
    ['marie.dupont@vauban-metal.example', 'passwordPersonal'],
    ['Marie.Dupont', 'passwordPersonal'],
    ['DupontElysee', 'passwordPersonal'],
    ['dupont-élysée-2026', 'passwordPersonal'],
    ['MarieDupontÉlysée!', 'passwordPersonal'],
    ['Vauban Métal SA 1', 'passwordPersonal'],
    ['Encours-2026', 'passwordPersonal'],
  ])('that everybody would guess will not: %j', (password, problem) => {
    expect(passwordProblem(password, MARIE)).toBe(problem)
  })

  test('matches its own hash alone, to the last byte, in either form of an accent', async () => {
    const long = `${'x'.repeat(72)}1`
    const hash = await hashPassword(long)
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(await passwordMatches(hash, long)).toBe(true)
    expect(await passwordMatches(hash, `${'x'.repeat(72)}2`)).toBe(false)
    expect(await passwordMatches(await hashPassword('Élysée 1806'), 'E\u0301lyse\u0301e 1806')).toBe(true)
  })

  test('without a hash is checked against a real one that nothing matches', async () => {
    expect(await passwordMatches(null, '')).toBe(false)
    expect(await passwordMatches(null, 'anything at all')).toBe(false)
    await expect(passwordMatches('not a hash', 'anything')).rejects.toThrow()
  })
})

describe('the mark of a known browser', () => {
  const secret = 'a secret of at least thirty-two characters'

  test('is known for its account and secret, and for no other', () => {
    const mark = markDevice(secret, 'a@x.com')
    expect(knownDevice(secret, 'a@x.com', mark)).toBe(mark.split('.')[0])
    expect(knownDevice(secret, 'b@x.com', mark)).toBeUndefined()
    expect(knownDevice(`${secret}!`, 'a@x.com', mark)).toBeUndefined()
  })

  test.each([undefined, '', '.', 'x', 'x.y', 'x.y.z', '..', 'é.é'])('made up is not: %j', (mark) => {
    expect(knownDevice(secret, 'a@x.com', mark)).toBeUndefined()
  })
})
