'use server'

import { action } from '@/lib/action'
import { copyContact } from './commands/copy'
import { eraseContact } from './commands/erase'
import { mergeContacts } from './commands/merge'
import { markForCollection } from './commands/star'
import { unmergeContacts } from './commands/unmerge'
import { addContact, removeContact, updateContact } from './commands/write'
import {
  addContactInput,
  copyContactInput,
  eraseContactInput,
  markForCollectionInput,
  mergeContactsInput,
  removeContactInput,
  unmergeContactsInput,
  updateContactInput,
} from './input'

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

export const copyContactAction = action({
  name: 'contacts.copy',
  permission: 'contacts.write',
  input: copyContactInput,
  run: copyContact,
})

export const mergeContactsAction = action({
  name: 'contacts.merge',
  permission: 'contacts.write',
  input: mergeContactsInput,
  run: mergeContacts,
})

export const unmergeContactsAction = action({
  name: 'contacts.unmerge',
  permission: 'contacts.write',
  input: unmergeContactsInput,
  run: unmergeContacts,
})

export const eraseContactAction = action({
  name: 'contacts.erase',
  permission: 'contacts.erase',
  input: eraseContactInput,
  run: eraseContact,
})

export const markForCollectionAction = action({
  name: 'contacts.markForCollection',
  permission: 'contacts.write',
  input: markForCollectionInput,
  run: markForCollection,
})
