const LETTERS: Record<string, string> = { ø: 'o', ł: 'l', ß: 'ss', æ: 'ae', œ: 'oe', đ: 'd', ı: 'i', þ: 'th', ð: 'd' }

/** Lower case, without accents, words joined by `joint`; empty where nothing of it is Latin. */
export function latin(text: string, joint = '-'): string {
  return text
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[øłßæœđıþð]/g, (letter) => LETTERS[letter] ?? '')
    .replace(/[’'.]/g, '')
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
    .join(joint)
}
