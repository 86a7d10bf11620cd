import { randomBytes } from 'node:crypto'
import { accessSync, constants, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startPostgres } from './postgres.mjs'
import { environment, isCode, LaunchError } from './processes.mjs'

/** @typedef {import('../lib/env.mjs').Env} Env */

/** Refuses a data folder that cannot be made or written. @param {Env} env */
export function ensureDataDir({ dataDir }) {
  try {
    mkdirSync(dataDir, { recursive: true })
    accessSync(dataDir, constants.W_OK)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${error.code})` : ''
    throw new LaunchError(`DATA_DIR must be a folder that this user may write in${code}.`)
  }
}

/**
 * The database that the environment means, running: its own server, or the embedded one.
 *
 * @param {Env} env
 * @returns {Promise<import('./postgres.mjs').Postgres | undefined>} nothing to look after when the server is somebody else's
 */
export async function openDatabase(env) {
  return env.databaseUrl === undefined ? await startPostgres({ dir: join(env.dataDir, 'postgres') }) : undefined
}

/**
 * Everything a process of the installation is told, so that it reads the same as the launcher did.
 *
 * @param {Env} env
 * @param {string | undefined} embeddedUrl
 */
export function settledEnvironment(env, embeddedUrl) {
  return environment({
    ...process.env,
    DATABASE_URL: embeddedUrl ?? env.databaseUrl,
    ENCOURS_EMBEDDED: embeddedUrl === undefined ? '' : '1',
    AUTH_SECRET: env.authSecret ?? madeSecret(env.dataDir),
    AUTH_SECRET_PREVIOUS: env.authSecretPrevious ?? '',
    PORT: String(env.port),
    APP_URL: env.appUrl,
    DATA_DIR: env.dataDir,
    ADMIN_EMAIL: env.adminEmail,
    ADMIN_PASSWORD: env.adminPassword ?? '',
    SAMPLE_DATA: env.sampleData ? 'yes' : 'no',
    TRUSTED_PROXIES: String(env.trustedProxies),
    NEXT_TELEMETRY_DISABLED: '1',
  })
}

/** The session secret of an embedded installation: made once, read by nobody else. @param {string} dataDir */
function madeSecret(dataDir) {
  const path = join(dataDir, 'auth-secret')
  mkdirSync(dataDir, { recursive: true })
  try {
    writeFileSync(path, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error
  }
  return readFileSync(path, 'utf8').trim()
}
