import { existsSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'

/**
 * What the environment says, read and checked in this one place. Plain JavaScript without a dependency,
 * because the launcher needs it before anything is installed.
 *
 * @typedef {Readonly<{
 *   embedded: boolean,
 *   databaseUrl: string | undefined,
 *   authSecret: string | undefined,
 *   authSecretPrevious: string | undefined,
 *   port: number,
 *   webProcesses: number,
 *   appUrl: string,
 *   dataDir: string,
 *   importDir: string | undefined,
 *   adminEmail: string,
 *   adminPassword: string | undefined,
 *   sampleData: boolean,
 *   trustedProxies: number,
 * }>} Env
 *
 * @typedef {Env & Readonly<{ databaseUrl: string, authSecret: string }>} RunningEnv
 * @typedef {Readonly<Record<string, string | undefined>>} Source
 * @typedef {(name: string) => string | undefined} Read
 */

/** Something in the environment is missing or malformed. The message names the variables, never their values. */
export class EnvError extends Error {
  /** @param {string[]} problems */
  constructor(problems) {
    super(problems.join('\n'))
    this.name = 'EnvError'
  }
}

/**
 * Everything the environment says, or an EnvError that tells all that is wrong with it at once.
 * Without DATABASE_URL the embedded database is meant, whose address and secret the launcher makes and hands to its children.
 *
 * @param {Source} [source]
 * @returns {Env}
 */
export function readEnv(source = { ...readEnvFile(), ...process.env }) {
  /** @type {string[]} */
  const problems = []
  /** @type {Read} */
  const read = (name) => source[name]?.trim() || undefined
  const databaseUrl = readDatabaseUrl(read, problems)
  const embedded = databaseUrl === undefined || read('ENCOURS_EMBEDDED') === '1'
  const port = readWhole(read, problems, 'PORT', { fallback: 3000, from: 1, to: 65535 })
  const env = {
    embedded,
    databaseUrl,
    authSecret: readAuthSecret(read, problems, databaseUrl !== undefined),
    authSecretPrevious: readSecret(read, problems, 'AUTH_SECRET_PREVIOUS'),
    port,
    webProcesses: readWhole(read, problems, 'WEB_PROCESSES', { fallback: processesForCores(), from: 1, to: 16 }),
    appUrl: readAppUrl(read, problems, port),
    dataDir: resolve(/* turbopackIgnore: true */ read('DATA_DIR') ?? '.data'),
    importDir: readFolder(read, 'IMPORT_DIR'),
    adminEmail: readAdminEmail(read, problems),
    adminPassword: readAdminPassword(read, problems),
    sampleData: readYesNo(read, problems, 'SAMPLE_DATA', embedded),
    trustedProxies: readWhole(read, problems, 'TRUSTED_PROXIES', { fallback: 0, from: 0, to: 9 }),
  }
  if (problems.length > 0) throw new EnvError(problems)
  return Object.freeze(env)
}

/**
 * The same for a process of a running installation, which cannot do without a database and the session secret.
 *
 * @param {Source} [source]
 * @returns {RunningEnv}
 */
export function readRunningEnv(source) {
  const { databaseUrl, authSecret, ...rest } = readEnv(source)
  if (databaseUrl === undefined || authSecret === undefined) {
    throw new EnvError(['DATABASE_URL and AUTH_SECRET are not set: npm start and the other npm commands set them.'])
  }
  return Object.freeze({ ...rest, databaseUrl, authSecret })
}

/** @param {Read} read @param {string[]} problems */
function readDatabaseUrl(read, problems) {
  const text = read('DATABASE_URL')
  if (text === undefined) return undefined
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !['postgres:', 'postgresql:'].includes(url.protocol) || url.hostname === '') {
    problems.push('DATABASE_URL must be the address of a PostgreSQL database, postgres://USER:PASSWORD@HOST:PORT/NAME.')
  }
  return text
}

/** @param {Read} read @param {string[]} problems @param {boolean} required */
function readAuthSecret(read, problems, required) {
  const text = readSecret(read, problems, 'AUTH_SECRET')
  if (text === undefined && required)
    problems.push('AUTH_SECRET must be set together with DATABASE_URL: at least 32 random characters.')
  return text
}

/** @param {Read} read @param {string[]} problems @param {string} name */
function readSecret(read, problems, name) {
  const text = read(name)
  if (text !== undefined && text.length < 32)
    problems.push(`${name} is too short: it needs at least 32 random characters.`)
  return text
}

/** @param {Read} read @param {string[]} problems @param {number} port */
function readAppUrl(read, problems, port) {
  const text = read('APP_URL')
  if (text === undefined) return `http://localhost:${port}`
  const url = URL.canParse(text) ? new URL(text) : undefined
  const whole = url && ['http:', 'https:'].includes(url.protocol) && `${url.origin}/` === url.href
  if (!whole)
    problems.push('APP_URL must be where people open Encours, like https://encours.company.example, without a path.')
  return whole ? url.origin : text
}

/** @param {Read} read @param {string} name */
function readFolder(read, name) {
  const text = read(name)
  return text === undefined ? undefined : resolve(/* turbopackIgnore: true */ text)
}

/** @param {Read} read @param {string[]} problems */
function readAdminEmail(read, problems) {
  const text = read('ADMIN_EMAIL') ?? 'admin@encours.example'
  if (!/^[^\s@]+@[^\s@]+$/.test(text)) problems.push('ADMIN_EMAIL must be an e-mail address.')
  return text
}

/** @param {Read} read @param {string[]} problems */
function readAdminPassword(read, problems) {
  const text = read('ADMIN_PASSWORD')
  if (text !== undefined && text.length < 9)
    problems.push('ADMIN_PASSWORD is too short: it needs at least 9 characters.')
  return text
}

/** @param {Read} read @param {string[]} problems @param {string} name @param {boolean} fallback */
function readYesNo(read, problems, name, fallback) {
  const text = read(name)?.toLowerCase()
  if (text !== undefined && text !== 'yes' && text !== 'no') problems.push(`${name} must be yes or no.`)
  return text === undefined ? fallback : text === 'yes'
}

/**
 * @param {Read} read @param {string[]} problems @param {string} name
 * @param {{ fallback: number, from: number, to: number }} range
 */
function readWhole(read, problems, name, { fallback, from, to }) {
  const text = read(name)
  if (text === undefined) return fallback
  const number = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN
  if (!(number >= from && number <= to)) problems.push(`${name} must be a whole number from ${from} to ${to}.`)
  return number
}

/** One renders on one core; of a large machine the database and the worker need theirs. */
function processesForCores() {
  return Math.min(availableParallelism(), 4)
}

/**
 * The lines NAME=value of `.env`, read once; what the process was given wins over them. @returns {Record<string,
 * string>}
 */
function readEnvFile() {
  fromFile ??= linesOf(resolve('.env'))
  return fromFile
}

/** @type {Record<string, string> | undefined} */
let fromFile

/** @param {string} path */
function linesOf(path) {
  /** @type {Record<string, string>} */
  const found = {}
  if (!existsSync(path)) return found
  for (const line of readFileSync(path, 'utf8').split(/\r?\n/)) {
    const [, name, value] = /^\s*(?:export\s+)?([A-Z_][A-Z0-9_]*)\s*=\s*(.*?)\s*$/.exec(line) ?? []
    if (name !== undefined && value !== undefined) found[name] = unquote(value)
  }
  return found
}

/** @param {string} value */
function unquote(value) {
  const [, , quoted] = /^(["'])(.*)\1(?:\s+#.*)?$/.exec(value) ?? []
  return quoted ?? value.replace(/(^|\s+)#.*$/, '')
}
