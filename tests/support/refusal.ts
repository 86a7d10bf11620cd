import { Refusal } from '@/lib/errors'

/** What the work was refused with; anything else it throws, or that it went through, fails the test. */
export async function refusalOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => new Error('it was not refused'),
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof Refusal)) throw error
  return error.message
}
