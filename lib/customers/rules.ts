export const LONGEST_CODE = 64

/** What a code is looked up by: trimmed, compatibility forms folded, upper case in no particular language. */
export function codeKey(code: string): string {
  return code.normalize('NFKC').trim().toUpperCase()
}

/**
 * Whether a text can be an account code: some text, no control or invisible characters, nothing a path would swallow.
 */
export function isCode(code: string): boolean {
  return (
    code.trim() === code &&
    code.length > 0 &&
    code.length <= LONGEST_CODE &&
    !/[\p{Cc}\p{Cf}]/u.test(code) &&
    code !== '.' &&
    code !== '..'
  )
}

/**
 * Where a customer's file lives. Under `new` a customer is entered: whose code that is stands there with a letter
 * spelled otherwise.
 */
export function customerAddress(code: string): string {
  return `/customers/${code === 'new' ? '%6Eew' : encodeURIComponent(code)}`
}
