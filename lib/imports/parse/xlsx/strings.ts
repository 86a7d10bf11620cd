import { makeTextStore } from './text-store'
import type { Workbook } from './workbook'
import { readXml } from './xml'

/**
 * The texts that cells share. They are read as far as the rows need them: they stand in the order in which cells name
 * them first.
 */
export type Strings = {
  upTo: (index: number) => Promise<void>
  at: (index: number) => string
  close: () => Promise<void>
}

export function stringsOf({ zip, strings }: Workbook): Strings {
  const store = makeTextStore()
  const texts = strings === undefined ? undefined : readStrings(zip.read(strings))
  return {
    upTo: async (index) => {
      while (texts && store.count() <= index) {
        const next = await texts.next()
        if (next.done) return
        store.add(next.value)
      }
    },
    at: (index) => store.at(index),
    close: async () => {
      await texts?.return(undefined)
      store.close()
    },
  }
}

async function* readStrings(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let found: string[] = []
  let text = ''
  let [inText, phonetic] = [false, false]
  const handlers = {
    open: (tag: string) => {
      if (tag === 'si') text = ''
      if (tag === 't') inText = true
      if (tag === 'rPh') phonetic = true
    },
    text: (piece: string) => {
      if (inText && !phonetic) text += piece
    },
    close: (tag: string) => {
      if (tag === 't') inText = false
      if (tag === 'rPh') phonetic = false
      if (tag === 'si') found.push(unescaped(text))
    },
  }
  yield* readXml(pieces, handlers, () => {
    const whole = found
    found = []
    return whole
  })
}

/** What XML cannot hold is written as its number, and what looks like that has its first character written so. */
export function unescaped(text: string): string {
  return text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    : text
}
