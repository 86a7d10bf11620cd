import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

/** Below these versions something is known to be broken that an attacker can use, and by what name it is known. */
const FLOORS: Record<string, [floor: string, advisory: string]> = {
  next: ['16.4.3', 'GHSA-673q-mjm6-r5xr'],
  react: ['19.3.1', 'CVE-2026-126187'],
  'react-dom': ['19.3.1', 'CVE-2026-126187'],
  'next-auth': ['5.0.0-beta.32', 'CVE-2026-73420, CVE-2026-73421'],
  'drizzle-orm': ['0.45.2', 'CVE-2026-39356'],
  zod: ['4.6.6', 'GHSA-mrhx-c7xc-m3w5'],
  sharp: ['0.35.5', 'GHSA-2464-fhr4-w9xw'],
}
/** Packages that no fixed version exists of, or whose use was decided against. */
const NEVER = ['xlsx', 'exceljs', 'handlebars', 'nodemailer']

type Lock = { packages: Record<string, { version?: string }> }
const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lock
const versionsOf = (name: string) =>
  Object.entries(packages).flatMap(([path, { version }]) =>
    path === `node_modules/${name}` || path.endsWith(`/node_modules/${name}`) ? [version ?? ''] : [],
  )

/** Numbers compared as numbers; what comes before a release is older than it. */
function isAtLeast(version: string, floor: string): boolean {
  const parts = (text: string) => {
    const [release = '', before] = text.split(/-(.*)/s)
    return [
      ...release.split('.').map(Number),
      ...(before === undefined ? [Number.POSITIVE_INFINITY] : [0]),
      ...(before?.match(/\d+/g) ?? []).map(Number),
    ]
  }
  const [ours, least] = [parts(version), parts(floor)]
  for (const [place, part] of least.entries()) {
    if ((ours[place] ?? 0) !== part) return (ours[place] ?? 0) > part
  }
  return true
}

describe('what we build on', () => {
  test('compares versions as they are meant', () => {
    expect(isAtLeast('16.4.10', '16.4.3')).toBe(true)
    expect(isAtLeast('16.4.2', '16.4.3')).toBe(false)
    expect(isAtLeast('5.0.0-beta.32', '5.0.0-beta.32')).toBe(true)
    expect(isAtLeast('5.0.0-beta.4', '5.0.0-beta.32')).toBe(false)
    expect(isAtLeast('5.0.0', '5.0.0-beta.32')).toBe(true)
    expect(isAtLeast('5.0.0-beta.99', '5.0.0')).toBe(false)
  })

  test.each(Object.entries(FLOORS))('%s is past what is known to be broken', (name, [floor, advisory]) => {
    const versions = versionsOf(name)
    expect(versions.length).toBeGreaterThan(0)
    expect(
      versions.filter((version) => !isAtLeast(version, floor)),
      `${floor}: ${advisory}`,
    ).toEqual([])
  })

  test.each(NEVER)('%s is not among it', (name) => {
    expect(versionsOf(name)).toEqual([])
  })
})
