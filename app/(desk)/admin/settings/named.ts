/** Codes with their names in the reader's language, in the order of the names. */
export function named(codes: readonly string[], language: string, type: 'currency' | 'region') {
  const names = new Intl.DisplayNames(language, { type })
  return codes
    .map((code) => ({ code, name: names.of(code) ?? code }))
    .sort((a, b) => a.name.localeCompare(b.name, language))
}
