import { rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { root } from '@/scripts/setup.mjs'

type Esbuild = { buildSync: (options: Record<string, unknown>) => unknown }

const built = new Map<string, string>()

/**
 * A program as one file. A worker is started some seven hundred times in a run of faults, and reading it piece by piece was most of
 * what that took. By the compiler that tsx brings, from the same files.
 */
export function inOneFile(program: string): string {
  const known = built.get(program)
  if (known) return known
  const { buildSync } = createRequire(createRequire(import.meta.url).resolve('tsx/package.json'))('esbuild') as Esbuild
  const name = `${process.pid}-${program.replaceAll('/', '-').replace(/\.ts$/, '.mjs')}`
  const outfile = path.join(root, 'node_modules', '.cache', 'encours-faults', name)
  buildSync({
    ...{ entryPoints: [path.join(root, program)], outfile, absWorkingDir: root, logLevel: 'error' },
    ...{ bundle: true, platform: 'node', format: 'esm', target: 'node20', packages: 'external' },
  })
  process.once('exit', () => rmSync(outfile, { force: true }))
  built.set(program, outfile)
  return outfile
}
