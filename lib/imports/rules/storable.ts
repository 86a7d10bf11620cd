/** Whether a text can be kept at all: the database knows no NUL, and half a character is none. */
export function isStorable(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed()
}
