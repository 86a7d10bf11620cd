/** ASCII digits, hyphens and spaces for what other scripts and typographers write, and nothing that cannot be seen. */
export function western(text: string): string {
  if (/^[!-~]*$/.test(text)) return text
  return text
    .normalize('NFKC')
    .replace(/[\u200b-\u200f\u061c\u2060\ufeff]/g, '')
    .replace(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
    .replace(/[\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0))
    .replace(/[\u2212\u2010-\u2015]/g, '-')
    .replace(/\s+/g, ' ')
    .trim()
}
