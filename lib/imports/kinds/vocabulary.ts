import { LANGUAGES } from '@/db/schema/vocabulary'
import { MESSAGES } from '@/lib/i18n/catalogue'
import { quoted, type Reason, RowProblem } from '../rules'
import { folded } from '../rules/folded'

/** Reads a word of a closed vocabulary: as the code spells it, or as any language of the product shows it. */
export function wordReader<Word extends string>(
  list: 'roles' | 'contactRoles' | 'itemTypes',
  known: readonly Word[],
  reason: Reason,
): (text: string) => Word {
  const spellings = new Map<string, Word>()
  for (const word of known) {
    spellings.set(folded(word), word)
    for (const language of LANGUAGES) {
      const shown: Record<string, string> = MESSAGES[language].words[list]
      spellings.set(folded(shown[word] ?? word), word)
    }
  }
  return (text) => {
    const word = spellings.get(folded(text))
    if (word === undefined) throw new RowProblem(reason, { value: quoted(text) })
    return word
  }
}
