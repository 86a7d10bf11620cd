import { runImport } from '@/lib/imports/commands/run'
import { JOBS } from '@/lib/jobs/registry'
import { startWorker } from '@/lib/jobs/worker'

// The worker of the product, but that a slice of an import has few rows, as many as a run of faults can have in time would be one slice;
// and that it may say nothing for a shorter time, where that is asked for.

process.on('uncaughtException', () => process.exit(1))

const { DATABASE_URL = '', ENCOURS_TEST_SLICE, ENCOURS_TEST_LEASE } = process.env
const sliced: typeof JOBS = {
  'imports.run': (db, payload, signal) => {
    const { importId } = payload as { importId: number }
    return runImport(db, importId, { signal, slice: Number(ENCOURS_TEST_SLICE) })
  },
}
try {
  const jobs = ENCOURS_TEST_SLICE ? { ...JOBS, ...sliced } : JOBS
  const worker = await startWorker(DATABASE_URL, jobs, ENCOURS_TEST_LEASE ? Number(ENCOURS_TEST_LEASE) : undefined)
  await worker.ended
} catch (error) {
  console.error(error)
}
process.exit(1)
