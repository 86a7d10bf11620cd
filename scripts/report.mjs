import { EnvError } from '../lib/env.mjs'
import { LaunchError } from './processes.mjs'

/**
 * Says what went wrong: a sentence for what a person can put right, the whole trace for a defect.
 *
 * @param {unknown} error
 * @returns {number} the exit status
 */
export function reportFailure(error) {
  const sentence = error instanceof LaunchError || error instanceof EnvError
  process.stderr.write(`${sentence ? error.message : error instanceof Error ? error.stack : String(error)}\n`)
  return 1
}
