import { connect } from '@/db/client'
import { readRunningEnv } from '@/lib/env.mjs'

// Run by `scripts/run.mjs` in the test: asks the database something and ends with the status that it was given.
const { sql, close } = connect(readRunningEnv().databaseUrl)
await sql`select word from kept`
await close()
process.exit(Number(process.argv[2]))
