import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { environment, LaunchError, run } from './processes.mjs'
import { reportFailure } from './report.mjs'
import { checkNode, ensureBuilt, ensureInstalled, next, root } from './setup.mjs'
import { temporaryFolder } from './temporary.mjs'

// npm test [-- STEP… FILTER…]: every step, or the named ones; any other word is a filter for the files of the tests.

/** @typedef {{ passed: number, failed: number, why?: string[] }} Count `why`: the tests that failed, in words. */
/** @typedef {{ name: string, work: () => Promise<Count> }} Step */

const names = ['types', 'lint', 'unit', 'architecture', 'db', 'browser', 'start']
const words = process.argv.slice(2)
const filters = words.filter((word) => !names.includes(word))
const chosen = words.length > filters.length ? names.filter((name) => words.includes(name)) : names

const folder = temporaryFolder()
const quit = new AbortController()
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(signal, () => quit.abort())
process.exit(await main())

async function main() {
  try {
    checkNode()
    process.chdir(root)
    await ensureInstalled({ signal: quit.signal })
    return await runSteps()
  } catch (error) {
    return quit.signal.aborted ? 130 : reportFailure(error)
  } finally {
    folder.remove()
  }
}

async function runSteps() {
  /** @type {string[]} */
  const lines = []
  /** @type {string[]} */
  const reasons = []
  const sum = { passed: 0, failed: 0 }
  for (const { name, work } of steps()) {
    const began = Date.now()
    process.stdout.write(`\n── ${name}\n`)
    const { passed, failed, why = [] } = await work()
    reasons.push(...why.map((line) => `✗ ${name}: ${line}`))
    sum.passed += passed
    sum.failed += failed
    const seconds = ((Date.now() - began) / 1000).toFixed(1)
    lines.push(`${name.padEnd(24)}${seconds.padStart(7)} s   ${passed} passed, ${failed} failed`)
  }
  process.stdout.write(`\n${[...reasons, ...lines].join('\n')}\n`)
  if (sum.passed + sum.failed === 0) process.stdout.write('No test ran.\n')
  process.stdout.write(`${sum.passed} passed, ${sum.failed} failed\n`)
  return sum.failed > 0 || sum.passed === 0 ? 1 : 0
}

/** @returns {Step[]} */
function steps() {
  /** @param {string} name @param {string[]} projects @param {Record<string, string>} [env] @returns {Step} */
  const tests = (name, projects, env) => ({ name, work: () => vitest(projects, env) })
  const has = (/** @type {string} */ name) => chosen.includes(name)
  const quick = ['unit', 'architecture'].filter(has)
  const system = systemPostgres()
  return [
    ...(has('types') ? [{ name: 'types', work: types }] : []),
    ...(has('lint')
      ? [{ name: 'lint', work: () => check(['node_modules/@biomejs/biome/bin/biome', 'check', '.']) }]
      : []),
    ...(quick.length > 0 ? [tests(quick.join(', '), quick)] : []),
    ...(has('db') ? [tests('db', ['db'])] : []),
    ...(has('db') && system
      ? [tests(`db on PostgreSQL ${system.name}`, ['db'], { ENCOURS_TEST_PG_BIN: system.bin, ENCOURS_TEST_AGAIN: '1' })]
      : []),
    ...(has('browser') ? [{ name: 'browser', work: () => onceBuilt(['browser']) }] : []),
    ...(has('start') ? [{ name: 'start', work: () => onceBuilt(['start']) }] : []),
  ]
}

/**
 * With the types of the routes, which Next writes from the folders: those of the tests' own build, not of the one that
 * may be running.
 */
async function types() {
  const routes = await check([next, 'typegen'])
  return routes.failed > 0
    ? routes
    : await check(['node_modules/typescript/bin/tsc', '--noEmit', '-p', 'tests/tsconfig.json'])
}

/** @param {string[]} args @returns {Promise<Count>} */
async function check(args) {
  const status = await run(process.execPath, args, { env: forTests(), signal: quit.signal })
  return status === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }
}

/**
 * The build has a folder of its own, so that the one of a running installation stays as it is. @param {string[]}
 * projects
 */
async function onceBuilt(projects) {
  try {
    await ensureBuilt('.next-test', { signal: quit.signal })
  } catch (error) {
    if (!(error instanceof LaunchError)) throw error
    reportFailure(error)
    return { passed: 0, failed: 1 }
  }
  return await vitest(projects)
}

/** @param {string[]} projects @param {Record<string, string>} [env] @returns {Promise<Count>} */
async function vitest(projects, env = {}) {
  const file = join(folder.path, `${projects.join('-')}.json`)
  rmSync(file, { force: true })
  const args = [
    'run',
    ...projects.flatMap((name) => ['--project', name]),
    ...(filters.length > 0 ? ['--passWithNoTests', ...filters] : []),
  ]
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const status = await run(process.execPath, ['node_modules/vitest/vitest.mjs', ...args, ...reporters], {
    env: { ...forTests(), ...env },
    signal: quit.signal,
    by: 'SIGHUP', // the one signal on which vitest does not end before its set-ups have cleared away
  })
  const { passed, failed, why } = existsSync(file) ? countOf(file) : { passed: 0, failed: 0, why: [] }
  // A run can fail with every test passed: a rejection that nobody handled, a set-up that did not come up.
  return { passed, failed: status !== 0 ? Math.max(failed, 1) : failed, why }
}

/** @typedef {{ status: string, fullName: string, failureMessages: string[] }} TestResult */
/** @typedef {{ status: string, name: string, message: string, assertionResults: TestResult[] }} FileResult */

/** @param {string} file @returns {Required<Count>} */
function countOf(file) {
  /** @type {{ numPassedTests: number, numFailedTests: number, testResults: FileResult[] }} */
  const report = JSON.parse(readFileSync(file, 'utf8'))
  const silent = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.every((test) => test.status !== 'failed'),
  )
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + silent.length,
    why: report.testResults.flatMap(({ name, message, assertionResults }) => {
      const failures = assertionResults.filter(({ status }) => status === 'failed')
      const test = relative(root, name)
      if (failures.length > 0)
        return failures.map(
          ({ fullName, failureMessages }) => `${test} ${fullName}\n${short(failureMessages.join('\n'))}`,
        )
      return message === '' ? [] : [`${test}\n${short(message)}`]
    }),
  }
}

/** The first lines of what a failure says: the rest stands above, where the test ran. @param {string} text */
function short(text) {
  return text
    .split('\n')
    .slice(0, 12)
    .map((line) => `    ${line.slice(0, 200)}`)
    .join('\n')
}

/** Where a person's own settings would steer the tests, they count as not set. */
function forTests() {
  const own = [
    'DATABASE_URL',
    'PORT',
    'DATA_DIR',
    'APP_URL',
    'AUTH_SECRET',
    'ADMIN_EMAIL',
    'ADMIN_PASSWORD',
    'SAMPLE_DATA',
  ]
  const unset = Object.fromEntries([...own, 'TRUSTED_PROXIES', 'ENCOURS_EMBEDDED'].map((name) => [name, '']))
  return environment({
    ...process.env,
    ...unset,
    NEXT_DIST_DIR: '.next-test',
    NEXT_TELEMETRY_DISABLED: '1',
    TZ: 'Asia/Kathmandu',
  })
}

/** The newest PostgreSQL that this computer has itself, for the database tests once more. */
function systemPostgres() {
  const given = process.env.ENCOURS_TEST_PG_BIN
  if (given) return { name: given, bin: given }
  const base = '/usr/lib/postgresql'
  const found = (existsSync(base) ? readdirSync(base) : [])
    .filter((name) => Number(name) >= 15 && existsSync(join(base, name, 'bin/initdb')))
    .sort((a, b) => Number(b) - Number(a))[0]
  return found && { name: found, bin: join(base, found, 'bin') }
}
