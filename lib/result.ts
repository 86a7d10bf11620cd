import type { RefusalCode, Values } from './errors'

export type Failure = {
  code: RefusalCode | 'unexpected' | 'stale'
  /** A key of the section `refusals`. */
  message: string
  values: Values
  /** Field name to key of the section `refusals`. */
  fields: Record<string, string>
  /** What these keys say in the reader's language, where the door knew it: a page does not bring them all along. */
  words?: Record<string, string>
  /** What the log calls it, where the failure is ours. */
  reference?: string
}

/** What a door answers. `typed`: what the person had filled in, where the form has to show it again. */
export type Result<T> = { ok: true; value: T } | { ok: false; failure: Failure; typed?: Record<string, string> }
