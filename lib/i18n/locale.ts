import { LANGUAGES, type Language } from '@/db/schema/vocabulary'

/**
 * The best of our languages for an `Accept-Language` header, else the company's. For strangers only: people have their
 * own.
 */
export function languageFor(accepted: string | null, fallback: Language): Language {
  const wanted = (accepted ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', quality] = part.trim().split(';q=')
      return { tag: tag.toLowerCase(), quality: Number(quality ?? 1) }
    })
    .filter((entry) => entry.quality > 0)
    .sort((a, b) => b.quality - a.quality)
  for (const { tag } of wanted) {
    const found = LANGUAGES.find((language) => tag === language || tag.startsWith(`${language}-`))
    if (found) return found
  }
  return fallback
}
