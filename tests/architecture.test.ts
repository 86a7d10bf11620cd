import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'

/** Each room may import those before it, and what stands left of it in its own row. */
const ROOMS = [
  ['settings', 'users', 'groups'],
  ['customers', 'items'],
  ['contacts'],
  ['associations'],
  ['lists', 'views', 'search'],
  ['changes'],
  ['rules'],
  ['imports'],
  ['letters', 'scenarios', 'agenda', 'reports'],
  ['exports'],
].flat()
/** They know no domain; only `jobs/registry` joins them all. */
const SERVICES = ['auth', 'i18n', 'jobs']
const WORDS = ['rules', 'filter', 'selection', 'input', 'where', 'queries', 'commands', 'jobs', 'actions']
/** A word that outgrew a file is a folder; kinds have a file each. */
const FOLDERS = [...WORDS, 'kinds']
const EXTRA_WORDS: Record<string, string[]> = { imports: ['parse'], exports: ['write'] }
const ANYWHERE = /^lib\/([a-z0-9-]+\/(rules|filter|selection|input)(\/[\w-]+)?|filter|list|input)\.ts$/

type Source = { file: string; text: string; imports: { from: string; typeOnly: boolean }[] }

const sources: Source[] = execFileSync(
  'git',
  ['ls-files', '--cached', '--others', '--exclude-standard', '*.ts', '*.tsx', '*.mjs'],
  { encoding: 'utf8' },
)
  .split('\n')
  .filter((file) => file && existsSync(file))
  .map((file) => {
    const text = readFileSync(file, 'utf8')
    return { file, text, imports: importsOf(file, text) }
  })

function importsOf(file: string, text: string): Source['imports'] {
  return [...text.matchAll(/^(?:import|export)\s+(type\s+)?(?:([^'"]*?)\s+from\s+)?'([^']+)'/gm)].map(
    ([, type, names, target = '']) => ({
      from: target.startsWith('.') ? path.join(path.dirname(file), target) : target.replace(/^@\//, ''),
      typeOnly: Boolean(type) || (names !== undefined && /^\{(\s*type [^,}]+,?)+\s*\}$/.test(names.trim())),
    }),
  )
}

const inside = (folder: string) => sources.filter(({ file }) => file.startsWith(`${folder}/`))
const edges = (list: Source[], bad: (from: string, source: Source, typeOnly: boolean) => boolean) =>
  list.flatMap((source) =>
    source.imports
      .filter(({ from, typeOnly }) => bad(from, source, typeOnly))
      .map(({ from }) => `${source.file} -> ${from}`),
  )

const roomOf = (file: string) => /^lib\/([a-z0-9-]+)\//.exec(file)?.[1]

describe('the rooms', () => {
  test('nothing imports upward: db knows no business, lib no screen', () => {
    expect(edges(inside('db'), (from) => /^(app|lib|next|zod|react)(\/|$)/.test(from))).toEqual([])
    expect(edges(inside('lib'), (from) => /^(app|react-dom|scripts|tests)(\/|$)/.test(from))).toEqual([])
    expect(edges([...inside('app'), ...inside('lib')], (from) => from.startsWith('tests/'))).toEqual([])
  })

  test('a domain imports only those before it', () => {
    const bad = (from: string, { file }: Source) => {
      const [room, other] = [roomOf(file), roomOf(`${from}.ts`) ?? roomOf(`${from}/`)]
      if (!room || !other || room === other || SERVICES.includes(other)) return false
      if (room === 'jobs') return false
      return ROOMS.includes(room) ? ROOMS.indexOf(other) > ROOMS.indexOf(room) : ROOMS.includes(other)
    }
    expect(edges(inside('lib'), bad)).toEqual([])
    expect(
      inside('lib')
        .map(({ file }) => roomOf(file))
        .filter((room) => room && ![...ROOMS, ...SERVICES].includes(room)),
    ).toEqual([])
  })

  test('a screen asks lib, never the tables', () => {
    expect(
      edges(
        inside('app'),
        (from, _source, typeOnly) => from.startsWith('db/') && from !== 'db/schema/vocabulary' && !typeOnly,
      ),
    ).toEqual([])
    expect(edges(inside('app'), (from) => /^(drizzle-orm|postgres)(\/|$)/.test(from))).toEqual([])
  })

  test('only the doors know Next', () => {
    const doors = /^lib\/action\.ts$|\/actions\.ts$|^lib\/auth\/(session|options)\.ts$/
    expect(edges(inside('lib'), (from, { file }) => /^next(-auth)?(\/|$)/.test(from) && !doors.test(file))).toEqual([])
  })

  test('what runs anywhere imports nothing that cannot', () => {
    const shared =
      /^(zod|db\/schema\/vocabulary|lib\/(filter|list|input|errors|result|auth\/(email|password-rules)|i18n\/.*|phone)|lib\/[a-z-]+\/(rules|filter|selection|input)(\/[\w-]+)?)(\.ts)?$/
    const list = inside('lib').filter(({ file }) => ANYWHERE.test(file))
    expect(edges(list, (from, _source, typeOnly) => !typeOnly && !shared.test(from))).toEqual([])
  })

  test('a client component imports only what a browser may have', () => {
    const clients = inside('app').filter(({ text }) => /^['"]use client['"]/.test(text))
    const fine =
      /^(app\/|react|next\/|radix-ui|lucide-react|use-intl|zod|@hookform|db\/schema\/vocabulary$)|^lib\/(result|filter|input|i18n\/messages)|^lib\/[a-z-]+\/(rules|filter|selection|input|actions)$/
    expect(edges(clients, (from, _source, typeOnly) => !typeOnly && !fine.test(from))).toEqual([])
    expect(clients.length).toBeGreaterThan(5)
  })
})

describe('the words', () => {
  test('a domain folder holds the nine words and no tenth', () => {
    const strangers = inside('lib').filter(({ file }) => {
      const room = roomOf(file)
      if (!room || !ROOMS.includes(room)) return false
      const [word = '', inner] = file
        .slice(`lib/${room}/`.length)
        .replace(/\.(tsx?)$/, '')
        .split('/')
      const allowed = [...WORDS, ...(EXTRA_WORDS[room] ?? [])]
      return inner ? !FOLDERS.includes(word) && !allowed.includes(word) : !allowed.includes(word)
    })
    expect(strangers.map(({ file }) => file)).toEqual([])
  })

  test('there is no drawer for what has no place', () => {
    const drawers = sources.filter(({ file }) =>
      /\/(utils?|helpers?|types|hooks|services|constants)(\/|\.|$)|lib\/.*index\.ts$/.test(file),
    )
    expect(drawers.map(({ file }) => file)).toEqual([])
  })
})

describe('on whose behalf', () => {
  test('only lib/auth proves an actor', () => {
    const others = [...inside('app'), ...inside('lib'), ...inside('scripts')].filter(
      ({ file, text }) => /\bprovenActor\b/.test(text) && !file.startsWith('lib/auth/'),
    )
    expect(others.map(({ file }) => file)).toEqual([])
  })

  test('every server action goes through the door', () => {
    const servers = [...inside('app'), ...inside('lib')].filter(({ text }) => /^['"]use server['"]/m.test(text))
    // Whoever is not signed in comes through a door of the entrance: few, and each asks where it was called from.
    const isEntrance = ({ file, text }: Source) =>
      file.startsWith('app/(door)/') && text.includes('mustComeFromAPage()')
    const bare = servers
      .filter((source) => !isEntrance(source))
      .flatMap(({ file, text }) =>
        [...text.matchAll(/^export (?:async function (\w+)|const (\w+) = (\w+))/gm)]
          .filter(([, fn, , door]) => fn !== undefined || door !== 'action')
          .map(([, fn, name]) => `${file}: ${fn ?? name}`),
      )
    expect(bare).toEqual([])
    expect(servers.length).toBeGreaterThan(3)
    expect(
      servers
        .filter(({ file, text }) => /drizzle-orm|sql`/.test(text) && file.endsWith('actions.ts'))
        .map(({ file }) => file),
    ).toEqual([])
  })

  test('every page and route handler of the desk asks who is there', () => {
    const entries = inside('app').filter(({ file }) => /\(desk\)\/.*page\.tsx$/.test(file) || /\/route\.ts$/.test(file))
    const asks = ({ text }: Source) => /requireContext|currentContext/.test(text)
    const silent = entries.filter((source) => {
      const load = sources.find(({ file }) => file === path.join(path.dirname(source.file), 'load.ts'))
      return !asks(source) && !(load && asks(load)) && source.file !== 'app/api/health/route.ts'
    })
    expect(silent.map(({ file }) => file)).toEqual([])
  })

  test('inside a transaction only its own context can be used', () => {
    const leaking = inside('lib').flatMap(({ file, text }) =>
      [...text.matchAll(/\b(?:transact|writing)\(\s*ctx,\s*(?:async\s*)?\(?(\w*)/g)]
        .filter(([, name]) => name !== 'ctx' && name !== 'work')
        .map(() => file),
    )
    expect(leaking).toEqual([])
  })
})

describe('the edges of the process', () => {
  test('the environment is read in one place', () => {
    const readers = [...inside('app'), ...inside('lib'), ...inside('db')].filter(({ text }) =>
      /process\.env/.test(text),
    )
    expect(readers.map(({ file }) => file)).toEqual(['lib/env.mjs'])
  })

  test('the console is written to in one place', () => {
    const writers = [...inside('app'), ...inside('lib'), ...inside('db')].filter(({ text }) => /\bconsole\./.test(text))
    expect(writers.map(({ file }) => file)).toEqual(['lib/log.ts'])
  })

  test('no two locks of the database have one number', () => {
    const numbers = [...inside('lib'), ...inside('db'), ...inside('scripts')].flatMap(({ text }) =>
      [...text.matchAll(/\b7_302_\d+\b/g)].map(([number]) => number),
    )
    expect(numbers.filter((number, place) => numbers.indexOf(number) !== place)).toEqual([])
    expect(numbers.length).toBeGreaterThan(5)
  })

  test('every path the README names exists', () => {
    const named = [
      ...readFileSync('README.md', 'utf8').matchAll(/`((?:app|lib|db|tests|drizzle|public|scripts)\/[\w./()[\]-]*)`/g),
    ].map(([, name = '']) => name)
    expect(named.filter((name) => !existsSync(name))).toEqual([])
    expect(named.length).toBeGreaterThan(5)
  })
})
