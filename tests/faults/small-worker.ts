import { runImport } from '@/lib/imports/commands/run'
import { JOBS } from '@/lib/jobs/registry'
import { startWorker } from '@/lib/jobs/worker'

// The worker of the product, but that a slice of an import has few rows: as many as a run of faults can have in time would be one slice.

process.on('uncaughtException', () => process.exit(1))

const { DATABASE_URL = '', ENCOURS_TEST_SLICE } = process.env
const slice = Number(ENCOURS_TEST_SLICE)
try {
  const worker = await startWorker(DATABASE_URL, {
    ...JOBS,
    'imports.run': (db, payload, signal) => {
      const { importId } = payload as { importId: number }
      return runImport(db, importId, { signal, slice })
    },
  })
  await worker.ended
} catch (error) {
  console.error(error)
}
process.exit(1)
