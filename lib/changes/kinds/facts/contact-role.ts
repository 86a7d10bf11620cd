import { sql } from 'drizzle-orm'
import { contacts } from '@/db/schema'
import type { Valued } from './contact-fact'

/** What a contact is to us: the role, or of the ERP's the one beside `company`. */
export const ROLE: Valued = {
  name: 'contact_role',
  value: sql`jsonb_build_object('role', ${contacts.role}, 'ourRole', ${contacts.ourRole})`,
  sets: { contact: sql`role = held.goal ->> 'role', our_role = held.goal ->> 'ourRole'` },
}
