import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { EnvError, readEnv, readRunningEnv } from '@/lib/env.mjs'
import { environment } from '@/scripts/processes.mjs'

const secret = 'a-secret-of-more-than-32-characters'
const external = { DATABASE_URL: 'postgres://me:hidden-word@db.example:5432/encours', AUTH_SECRET: secret }

function complaint(source: Record<string, string>): string {
  try {
    readEnv(source)
  } catch (error) {
    if (error instanceof EnvError) return error.message
    throw error
  }
  throw new Error('nothing was refused')
}

describe('an empty environment', () => {
  test('means the embedded database with the sample company, on port 3000', () => {
    expect(readEnv({})).toEqual({
      embedded: true,
      databaseUrl: undefined,
      authSecret: undefined,
      authSecretPrevious: undefined,
      port: 3000,
      webProcesses: Math.min(availableParallelism(), 4),
      appUrl: 'http://localhost:3000',
      dataDir: resolve('.data'),
      importDir: undefined,
      adminEmail: 'admin@encours.example',
      adminPassword: undefined,
      sampleData: true,
      trustedProxies: 0,
    })
  })

  test('is not enough for a process of a running installation', () => {
    expect(() => readRunningEnv({})).toThrow('DATABASE_URL and AUTH_SECRET')
  })

  test('variables that are set to nothing count as not set', () => {
    expect(readEnv({ DATABASE_URL: '', PORT: ' ', AUTH_SECRET: '', SAMPLE_DATA: '' })).toEqual(readEnv({}))
  })
})

describe('a database of one’s own', () => {
  test('is used as it is, without sample data unless asked', () => {
    const env = readEnv(external)
    expect(env).toMatchObject({ embedded: false, databaseUrl: external.DATABASE_URL, sampleData: false })
    expect(readEnv({ ...external, SAMPLE_DATA: 'Yes' }).sampleData).toBe(true)
  })

  test('needs a session secret that every process shares', () => {
    expect(complaint({ DATABASE_URL: external.DATABASE_URL })).toContain('AUTH_SECRET')
    expect(complaint({ ...external, AUTH_SECRET: 'short' })).toContain('AUTH_SECRET')
    expect(complaint({ ...external, AUTH_SECRET_PREVIOUS: 'short' })).toContain('AUTH_SECRET_PREVIOUS')
    expect(readEnv({ ...external, AUTH_SECRET_PREVIOUS: `former ${secret}` }).authSecretPrevious).toBe(
      `former ${secret}`,
    )
  })

  test.each(['mysql://db.example/encours', 'db.example:5432', 'postgres:', 'postgres:///encours', 'not an address'])(
    'must be a PostgreSQL: %s is refused',
    (DATABASE_URL) => {
      expect(complaint({ DATABASE_URL, AUTH_SECRET: secret })).toContain('DATABASE_URL')
    },
  )

  test('that the launcher embedded is told apart in its children', () => {
    const env = readRunningEnv({ ...external, ENCOURS_EMBEDDED: '1' })
    expect(env).toMatchObject({ embedded: true, databaseUrl: external.DATABASE_URL, authSecret: secret })
  })
})

describe('a malformed variable', () => {
  test.each([
    { PORT: 'http' },
    { PORT: '0' },
    { PORT: '65536' },
    { PORT: '3000.5' },
    { PORT: '-1' },
    { APP_URL: 'encours.company.example' },
    { APP_URL: 'ftp://encours.company.example' },
    { APP_URL: 'https://company.example/encours' },
    { APP_URL: 'https://user:word@company.example' },
    { ADMIN_EMAIL: 'admin' },
    { ADMIN_PASSWORD: 'eight888' },
    { SAMPLE_DATA: 'maybe' },
    { TRUSTED_PROXIES: 'all' },
    { TRUSTED_PROXIES: '-1' },
  ])('is refused by its name: %o', (source) => {
    expect(complaint(source)).toContain(Object.keys(source)[0])
  })

  test('does not hide the next one', () => {
    const message = complaint({ PORT: 'x', ADMIN_EMAIL: 'y', TRUSTED_PROXIES: 'z', DATABASE_URL: 'nonsense' })
    for (const name of ['PORT', 'ADMIN_EMAIL', 'TRUSTED_PROXIES', 'DATABASE_URL', 'AUTH_SECRET']) {
      expect(message).toContain(name)
    }
  })

  test('is never quoted, since it may be a secret in the wrong place', () => {
    const value = 'hunter2hunter2'
    for (const name of [
      'DATABASE_URL',
      'AUTH_SECRET',
      'PORT',
      'APP_URL',
      'ADMIN_EMAIL',
      'SAMPLE_DATA',
      'TRUSTED_PROXIES',
    ]) {
      expect(complaint({ [name]: value })).not.toContain(value)
    }
  })
})

describe('what is read', () => {
  test('cannot be changed afterwards', () => {
    expect(Object.isFrozen(readEnv({}))).toBe(true)
    expect(Object.isFrozen(readRunningEnv(external))).toBe(true)
  })

  test('follows the port in the address unless an address is given', () => {
    expect(readEnv({ PORT: '8080' }).appUrl).toBe('http://localhost:8080')
    expect(readEnv({ PORT: '8080', APP_URL: 'https://encours.company.example/' }).appUrl).toBe(
      'https://encours.company.example',
    )
  })
})

describe('the file .env', () => {
  const folder = mkdtempSync(join(tmpdir(), 'encours-env-'))
  afterAll(() => rmSync(folder, { recursive: true }))

  function readIn(text: string, given: Record<string, string>) {
    writeFileSync(join(folder, '.env'), text)
    const script = `
      import { readEnv } from ${JSON.stringify(new URL('../../lib/env.mjs', import.meta.url).href)}
      console.log(JSON.stringify(readEnv()))`
    const options = {
      cwd: folder,
      env: environment({ PATH: process.env.PATH, ...given }),
      encoding: 'utf8' as const,
    }
    return JSON.parse(execFileSync(process.execPath, ['--input-type=module', '--eval', script], options))
  }

  test('gives what the environment does not, whatever its quotes and remarks', () => {
    const text = [
      '# a remark',
      'PORT = 8080 # the port',
      "ADMIN_PASSWORD='with # and spaces'",
      'export ADMIN_EMAIL="me@company.example"',
      'SAMPLE_DATA=no',
      'not a line',
    ]
    expect(readIn(text.join('\r\n'), { SAMPLE_DATA: 'yes' })).toMatchObject({
      port: 8080,
      adminPassword: 'with # and spaces',
      adminEmail: 'me@company.example',
      sampleData: true,
    })
  })

  test('has an example that names every variable there is', () => {
    const read = new Set<string>()
    readEnv(new Proxy({}, { get: (_, name) => void read.add(String(name)) }))
    read.delete('ENCOURS_EMBEDDED') // between the launcher and its children only
    const example = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8')
    expect(new Set(example.match(/^#?[A-Z_]+(?==)/gm)?.map((name) => name.replace('#', '')))).toEqual(read)
  })
})
