'use server'

import { action } from '@/lib/action'
import { markForCollection } from './commands/star'
import { addContact, removeContact, updateContact } from './commands/write'
import { addContactInput, markForCollectionInput, removeContactInput, updateContactInput } from './input'

export const addContactAction = action({
  name: 'contacts.add',
  permission: 'contacts.write',
  input: addContactInput,
  run: addContact,
})

export const updateContactAction = action({
  name: 'contacts.update',
  permission: 'contacts.write',
  input: updateContactInput,
  run: updateContact,
})

export const removeContactAction = action({
  name: 'contacts.remove',
  permission: 'contacts.write',
  input: removeContactInput,
  run: removeContact,
})

export const markForCollectionAction = action({
  name: 'contacts.markForCollection',
  permission: 'contacts.write',
  input: markForCollectionInput,
  run: markForCollection,
})
