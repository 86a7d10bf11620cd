import { createReadStream, existsSync, statSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { constants, setPriority } from 'node:os'
import path from 'node:path'
import { connect } from '@/db/client'
import { migrate } from '@/db/migrate'
import { settings } from '@/db/schema'
import { IMPORT_KINDS, type ImportKind } from '@/db/schema/vocabulary'
import { databaseSentence } from '@/db/sentence'
import { EnvError, readRunningEnv } from '@/lib/env.mjs'
import { describe, Refusal } from '@/lib/errors'
import { words } from '@/lib/i18n/words'
import { writeRejected } from '@/lib/imports/commands/give-back'
import { importFile } from '@/lib/imports/commands/import-file'
import type { ImportOptions } from '@/lib/imports/input'
import { LAST_LINE, type PartialReading } from '@/lib/imports/input/reading'
import type { Outcome } from '@/lib/imports/queries/outcome'
import { sayOutcome } from '@/lib/imports/queries/outcome-words'
import { DATE_ORDERS, ENCODINGS } from '@/lib/imports/rules/reading'
import { systemContext } from '@/lib/system'

// npm run import -- KIND FILE.csv: takes a file in. Its last line counts the rows; the exit status is 0 when every row
// was taken, 2 when some were rejected, 1 when nothing could be done.

const USAGE = `Use: npm run import -- ${IMPORT_KINDS.join('|')} FILE.csv [--blank=erase] [--create-users=no] [--colleagues=replace] [--items=stock] [--stock-limit=50] [--missing=block|archive] [--missing-limit=10] [--match=external-id|email|name] [--take=new|known] [--decimal=comma|point] [--dates=dmy|mdy|ymd] [--encoding=NAME] [--heading-row=LINE]`
const OPTIONS: Record<string, Partial<ImportOptions>> = {
  '--blank=keep': { blank: 'keep' },
  '--blank=erase': { blank: 'erase' },
  '--create-users=yes': { createUsers: true },
  '--create-users=no': { createUsers: false },
  '--colleagues=add': { colleagues: 'add' },
  '--colleagues=replace': { colleagues: 'replace' },
  '--items=delta': { items: 'delta' },
  '--items=stock': { items: 'stock' },
  '--missing=leave': { missing: 'leave' },
  '--missing=block': { missing: 'block' },
  '--missing=archive': { missing: 'archive' },
  '--match=any': { match: 'any' },
  '--match=external-id': { match: 'external_id' },
  '--match=email': { match: 'email' },
  '--match=name': { match: 'name' },
  '--take=both': { take: 'both' },
  '--take=new': { take: 'new' },
  '--take=known': { take: 'known' },
}
/** What a file may leave open, and a person decides. */
const SAID: Record<string, PartialReading> = {
  '--decimal=comma': { decimal: ',' },
  '--decimal=point': { decimal: '.' },
  ...Object.fromEntries(DATE_ORDERS.map((dates) => [`--dates=${dates}`, { dates }])),
  ...Object.fromEntries(ENCODINGS.map((encoding) => [`--encoding=${encoding}`, { encoding }])),
}
const UNPREPARED = 'Encours was never started on this database. Run npm start once, then import.'
const WAITING = 'Another process is bringing the database up to date; waiting for it.'
const PROGRESS_MS = 2000
const BIG = 10_000

type Order = { kind: ImportKind; file: string; options: Partial<ImportOptions>; said: PartialReading }

/** Whether the rows are being written: from then on the worker ends what this process cannot. */
let writing = false

// A connection that is cut while it opens is an error that the driver lets nobody catch. The database has rolled back
// by itself.
process.on('uncaughtException', (error) => process.exit(refuse(brokenOff(error))))

yieldToPeople()
const order = readOrder(process.argv.slice(2))
process.exitCode = typeof order === 'string' ? refuse(order) : await run(order)

/** Where both want the processor, pages come before files. */
function yieldToPeople(): void {
  try {
    setPriority(constants.priority.PRIORITY_BELOW_NORMAL)
  } catch {
    // Some systems forbid it; the import is as good, and only less polite.
  }
}

/** What is to be imported, or the sentence that says why it is unclear. */
function readOrder(typed: string[]): Order | string {
  const given = joined(typed)
  const flags = given.filter((argument) => argument.startsWith('--'))
  const [name = '', named, ...rest] = given.filter((argument) => !argument.startsWith('--'))
  const kind = IMPORT_KINDS.find((one) => one === name)
  if (!kind || named === undefined || rest.length > 0) return USAGE
  const unknown = flags.find((flag) => optionOf(flag) === undefined && saidOf(flag) === undefined)
  if (unknown) return `${unknown} is no option of the import. ${USAGE}`
  // npm changes into the project's folder; the person stood where INIT_CWD says.
  const file = path.resolve(process.env.INIT_CWD ?? process.cwd(), named)
  if (!existsSync(file)) return `There is no file ${named}.`
  if (!statSync(file).isFile()) return `${named} is not a file.`
  const said: PartialReading = Object.assign({}, ...flags.map(saidOf))
  return { kind, file, options: Object.assign({}, ...flags.map(optionOf)), said }
}

/** `--heading-row 4` is `--heading-row=4`: without this, 4 would be the file. */
function joined(typed: string[]): string[] {
  const at = typed.indexOf('--heading-row')
  return at < 0 ? typed : [...typed.slice(0, at), typed.slice(at, at + 2).join('='), ...typed.slice(at + 2)]
}

function saidOf(flag: string): PartialReading | undefined {
  const [, line] = /^--heading-row=([1-9][0-9]{0,3})$/.exec(flag) ?? []
  if (line !== undefined && Number(line) <= LAST_LINE) return { from: Number(line) }
  return Object.hasOwn(SAID, flag) ? SAID[flag] : undefined
}

/** How many percent a list that leaves something out may end are the two choices that are numbers. */
function optionOf(flag: string): Partial<ImportOptions> | undefined {
  const [, name, percent] = /^--(stock|missing)-limit=(100|[1-9]?[0-9])$/.exec(flag) ?? []
  if (percent !== undefined) return { [name === 'stock' ? 'stockLimit' : 'missingLimit']: Number(percent) }
  return Object.hasOwn(OPTIONS, flag) ? OPTIONS[flag] : undefined
}

async function run(order: Order): Promise<number> {
  try {
    const { databaseUrl } = readRunningEnv()
    await migrate(databaseUrl, { onWait: () => process.stderr.write(`${WAITING}\n`) })
    const { db, close } = connect(databaseUrl, { max: 1 })
    try {
      if ((await db.$count(settings)) === 0) return refuse(UNPREPARED)
      return await take(order, await systemContext(db))
    } finally {
      await close()
    }
  } catch (error) {
    return refuse(sentence(error))
  }
}

async function take(
  { kind, file, options, said: reading }: Order,
  ctx: Awaited<ReturnType<typeof systemContext>>,
): Promise<number> {
  const target = path.join(path.dirname(file), `${path.parse(file).name}.rejected.csv`)
  const part = `${target}.part`
  let said = Date.now()
  const progress = (rows: number, stage: 'reading' | 'writing') => {
    writing = stage === 'writing'
    if (Date.now() - said < PROGRESS_MS && !(stage === 'writing' && rows >= BIG)) return
    said = Date.now()
    process.stderr.write(stage === 'reading' ? `${rows} rows read\n` : `${rows} rows read; writing them\n`)
  }
  try {
    const outcome = await importFile(ctx, {
      ...{ kind, name: path.basename(file), source: 'command', bytes: createReadStream(file), options, progress },
      said: reading,
      rejected: (rows) => writeRejected(part, rows),
    })
    if (outcome.rejected > 0) await rename(part, target)
    else await rm(target, { force: true })
    report(outcome, target)
    return outcome.rejected > 0 ? 2 : 0
  } finally {
    await rm(part, { force: true })
  }
}

function report(outcome: Outcome, target: string): void {
  const { offered, created, updated, unchanged, rejected } = outcome
  const lines = sayOutcome('en', outcome, target)
  lines.push(
    `offered ${offered} · created ${created} · updated ${updated} · unchanged ${unchanged} · rejected ${rejected}`,
  )
  process.stdout.write(`${lines.join('\n')}\n`)
}

function sentence(error: unknown): string {
  if (error instanceof EnvError) return error.message
  if (error instanceof Refusal) return words('en', 'refusals')(error.message as never, error.values as never)
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'EIO'].includes(code)) {
    return `A file cannot be read or written (${code}). Nothing was changed.`
  }
  const known = code === 'CONNECTION_CLOSED' ? undefined : databaseSentence(error)
  if (known) return known
  return brokenOff(error)
}

function brokenOff(error: unknown): string {
  const about = Object.entries(describe(error)).map(([name, value]) => `${name}: ${value}`)
  const standing = writing
    ? 'The import broke off while it was writing. What was written stays, and the worker ends the rest.'
    : 'The import broke off, and nothing was changed.'
  return `${standing} ${about.join(', ')}`
}

function refuse(words: string): number {
  process.stderr.write(`${words}\n`)
  return 1
}
