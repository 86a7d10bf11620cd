import postgres from 'postgres'

export type RefusalCode = 'invalid' | 'unauthenticated' | 'forbidden' | 'not-found' | 'conflict' | 'unavailable'

/** Values that a sentence names: figures, names the person may see. */
export type Values = Record<string, string | number>

/**
 * Something a person may not do, or not like this. `message` and the values of `fields` are keys of the section
 * `refusals` of the catalogue; the words are chosen where the reader's language is known.
 */
export class Refusal extends Error {
  readonly code: RefusalCode
  readonly values: Values
  readonly fields: Record<string, string>

  constructor(code: RefusalCode, message: string, options: { values?: Values; fields?: Record<string, string> } = {}) {
    super(message)
    this.code = code
    this.values = options.values ?? {}
    this.fields = options.fields ?? {}
  }
}

/**
 * Runs `work`; a broken constraint named in `refusals` becomes the refusal that stands beside it. Never look first
 * and insert second: the constraint is the judge.
 */
export async function refusing<T>(refusals: Record<string, () => Refusal>, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const refusal = refusals[postgresError(error)?.constraint_name ?? '']
    throw refusal ? refusal() : error
  }
}

/** The database's own error under whatever wraps it. */
export function postgresError(error: unknown): postgres.PostgresError | undefined {
  for (let layer = error; layer instanceof Error; layer = layer.cause) {
    if (layer instanceof postgres.PostgresError) return layer
  }
  return undefined
}

/** What a log may say of a defect: the root cause, without statements or parameters, which hold personal data. */
export function describe(error: unknown): Record<string, string> {
  const database = postgresError(error)
  if (database) {
    return {
      error: 'PostgresError',
      code: database.code,
      constraint: database.constraint_name ?? '',
      table: database.table_name ?? '',
      routine: database.routine,
    }
  }
  let root = error
  while (root instanceof Error && root.cause instanceof Error) root = root.cause
  if (!(root instanceof Error)) return { error: typeof root }
  const drizzle = root.message.startsWith('Failed query')
  return { error: root.name, message: drizzle ? '' : root.message, where: root.stack?.split('\n')[1]?.trim() ?? '' }
}
