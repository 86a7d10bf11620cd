import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

// A zone that nobody is in by accident, a quarter of an hour off: code that forgets about zones shows it here.
process.env.TZ = 'Asia/Kathmandu'

const here = fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, '')
const shared = {
  resolve: { alias: { '@': here } },
}

/**
 * What takes long and would not come out otherwise on another version of PostgreSQL: once is enough. The driver does the same whichever server it
 * loses; the statements about colleagues are also those of imports-undo.
 */
const WHATEVER_SERVER = [
  ...['change-import-races', 'contact-change-numbers', 'cut', 'faults', 'rule-races'],
  ...['exports-large', 'exports-round-trip', 'imports', 'imports-colleagues', 'imports-command', 'imports-contacts'],
  ...['imports-faults', 'imports-folder', 'imports-samples'],
  ...['naughty-strings', 'phones', 'worker'],
].map((name) => `tests/db/${name}.test.ts`)

/**
 * What takes long first, so that nothing is left alone at the end; then by name, and not as vitest remembers their times: those that share an
 * installation must not meet in another order in every run.
 */
class ByName extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const late = ({ moduleId }: TestSpecification) => Number(!WHATEVER_SERVER.some((name) => moduleId.endsWith(name)))
    return files.sort((a, b) => late(a) - late(b) || a.moduleId.localeCompare(b.moduleId))
  }
}

export default defineConfig({
  test: {
    retry: 0,
    sequence: { sequencer: ByName },
    projects: [
      {
        ...shared,
        test: {
          name: 'unit',
          include: ['tests/unit/**/*.test.ts'],
          maxWorkers: availableParallelism(),
          // Thousands of made-up inputs take seconds, and twice that where both cores are taken.
          testTimeout: 30_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        ...shared,
        test: {
          name: 'architecture',
          include: ['tests/architecture.test.ts'],
          maxWorkers: availableParallelism(),
          testTimeout: 30_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        ...shared,
        test: {
          name: 'db',
          include: ['tests/db/**/*.test.ts'],
          exclude: process.env.ENCOURS_TEST_AGAIN ? WHATEVER_SERVER : [],
          globalSetup: 'tests/support/global-setup.ts',
          // A third of a test's time it waits, for locks, files and processes: three take what two cores have.
          maxWorkers: Math.max(3, availableParallelism()),
          // It imports `next/server` in a way that only bundlers understand.
          server: { deps: { inline: ['next-auth'] } },
          // Long enough for a computer that has other work: a test that hangs is told all the same.
          testTimeout: 90_000,
          hookTimeout: 90_000,
          expect: { poll: { timeout: 60_000 } },
          sequence: { groupOrder: 1 },
        },
      },
      {
        ...shared,
        test: {
          name: 'browser',
          include: ['tests/browser/**/*.test.ts'],
          globalSetup: 'tests/support/installation.ts',
          testTimeout: 60_000,
          hookTimeout: 60_000,
          expect: { poll: { timeout: 30_000 } },
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
      {
        ...shared,
        test: {
          name: 'start',
          include: ['tests/start/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
})
