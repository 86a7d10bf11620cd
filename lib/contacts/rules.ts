/** Contacts that a customers file brings belong to the ERP: they are changed there, or the next file would undo it. */
export function isFromErp(contact: { source: string; role: string }): boolean {
  return contact.source === 'import' && contact.role === 'company'
}
