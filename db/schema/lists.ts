import { boolean, index, integer, pgTable, primaryKey } from 'drizzle-orm/pg-core'
import { codeText, moment, reference } from '../columns'
import { users } from './users'

/** Account codes, pasted or of a frozen view, under a short random id, so that an address stays short. */
export const codeLists = pgTable('code_lists', {
  id: codeText().primaryKey(),
  createdBy: reference()
    .notNull()
    .references(() => users.id),
  createdAt: moment().notNull().defaultNow(),
  openedAt: moment().notNull().defaultNow(),
  pasted: integer().notNull(),
  /** Made of the customers that somebody found: who does not see them all learns nothing of the others. */
  frozen: boolean().notNull().default(false),
})

/** The codes as pasted, without their repetitions; `position` is the place of the first one in the paste. */
export const codeListCodes = pgTable(
  'code_list_codes',
  {
    listId: codeText()
      .notNull()
      .references(() => codeLists.id, { onDelete: 'cascade' }),
    position: integer().notNull(),
    code: codeText().notNull(),
    codeKey: codeText().notNull(),
    times: integer().notNull().default(1),
  },
  (t) => [
    primaryKey({ columns: [t.listId, t.codeKey] }),
    index('code_list_codes_position_idx').on(t.listId, t.position),
  ],
)
