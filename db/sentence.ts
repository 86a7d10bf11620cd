import postgres from 'postgres'
import { DatabaseRefused } from './migrate'

const UNREACHABLE = 'No PostgreSQL server answers at DATABASE_URL. Is it running, and are host and port right?'
const NOT_LET_IN = 'The database server does not accept the user or the password of DATABASE_URL.'

const SENTENCES: Record<string, string> = {
  ECONNREFUSED: UNREACHABLE,
  ECONNRESET: UNREACHABLE,
  ENOTFOUND: UNREACHABLE,
  EAI_AGAIN: UNREACHABLE,
  EHOSTUNREACH: UNREACHABLE,
  ETIMEDOUT: UNREACHABLE,
  CONNECT_TIMEOUT: UNREACHABLE,
  CONNECTION_CLOSED: UNREACHABLE,
  '57P03': 'The database server is starting or stopping. Try again in a moment.',
  '28P01': NOT_LET_IN,
  '28000': NOT_LET_IN,
  '3D000': 'The database that DATABASE_URL names does not exist. Create it first: createdb NAME.',
  '42501': 'The user of DATABASE_URL may not create tables in that database. Give it the right, or make it the owner.',
  '53300': 'The database server has no connection left for us. Raise its max_connections, or stop what holds them.',
}

/**
 * What a person who starts a program can do about a database that is not there or does not let us in, without
 * addresses or passwords; undefined where the error is of another kind.
 */
export function databaseSentence(error: unknown): string | undefined {
  for (let layer = error; layer instanceof Error; layer = layer.cause) {
    if (layer instanceof DatabaseRefused) return layer.message
    const sentence = 'code' in layer && typeof layer.code === 'string' ? SENTENCES[layer.code] : undefined
    if (sentence) return sentence
    if (layer instanceof postgres.PostgresError) return undefined
  }
  return undefined
}
