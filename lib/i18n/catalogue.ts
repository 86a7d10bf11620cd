import type {} from 'use-intl'
import type { Language } from '@/db/schema/vocabulary'
import enAdmin from './messages/en/admin.json'
import enAuth from './messages/en/auth.json'
import enChanges from './messages/en/changes.json'
import enContacts from './messages/en/contacts.json'
import enCustomers from './messages/en/customers.json'
import enExports from './messages/en/exports.json'
import enFiles from './messages/en/files.json'
import enGroups from './messages/en/groups.json'
import enHistory from './messages/en/history.json'
import enImports from './messages/en/imports.json'
import enList from './messages/en/list.json'
import enQuick from './messages/en/quick.json'
import enRefusals from './messages/en/refusals.json'
import enRules from './messages/en/rules.json'
import enShell from './messages/en/shell.json'
import enViews from './messages/en/views.json'
import enWords from './messages/en/words.json'
import frAdmin from './messages/fr/admin.json'
import frAuth from './messages/fr/auth.json'
import frChanges from './messages/fr/changes.json'
import frContacts from './messages/fr/contacts.json'
import frCustomers from './messages/fr/customers.json'
import frExports from './messages/fr/exports.json'
import frFiles from './messages/fr/files.json'
import frGroups from './messages/fr/groups.json'
import frHistory from './messages/fr/history.json'
import frImports from './messages/fr/imports.json'
import frList from './messages/fr/list.json'
import frQuick from './messages/fr/quick.json'
import frRefusals from './messages/fr/refusals.json'
import frRules from './messages/fr/rules.json'
import frShell from './messages/fr/shell.json'
import frViews from './messages/fr/views.json'
import frWords from './messages/fr/words.json'

const en = {
  admin: enAdmin,
  auth: enAuth,
  changes: enChanges,
  contacts: enContacts,
  customers: enCustomers,
  files: enFiles,
  exports: enExports,
  groups: enGroups,
  history: enHistory,
  imports: enImports,
  list: enList,
  quick: enQuick,
  refusals: enRefusals,
  rules: enRules,
  shell: enShell,
  views: enViews,
  words: enWords,
}

/** English is the type of every other language: a key that is missing does not compile. */
export type Messages = typeof en
export type Section = keyof Messages

const fr: Messages = {
  admin: frAdmin,
  auth: frAuth,
  changes: frChanges,
  contacts: frContacts,
  customers: frCustomers,
  files: frFiles,
  exports: frExports,
  groups: frGroups,
  history: frHistory,
  imports: frImports,
  list: frList,
  quick: frQuick,
  refusals: frRefusals,
  rules: frRules,
  shell: frShell,
  views: frViews,
  words: frWords,
}

export const MESSAGES: Record<Language, Messages> = { en, fr }

declare module 'use-intl' {
  interface AppConfig {
    Messages: Messages
    Locale: Language
  }
}
