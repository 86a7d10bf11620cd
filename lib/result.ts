import type { RefusalCode, Values } from './errors'

export type Failure = {
  code: RefusalCode | 'unexpected' | 'stale'
  /** A key of the section `refusals`. */
  message: string
  values: Values
  /** Field name to key of the section `refusals`. */
  fields: Record<string, string>
  /** What the log calls it, where the failure is ours. */
  reference?: string
}

/** What a door answers. */
export type Result<T> = { ok: true; value: T } | { ok: false; failure: Failure }
