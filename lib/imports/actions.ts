'use server'

import { redirect } from 'next/navigation'
import { action } from '@/lib/action'
import { discardImport } from './commands/discard'
import { enterUnknown, setMapping } from './commands/map'
import { setReading } from './commands/read'
import { forgetMapping } from './commands/remember'
import { checkAgain, startImport, stopImport } from './commands/start'
import { planUndo } from './commands/undo'
import { FIELD_NAMES, forgetInput, mappingInput, namedInput, readMapping, startInput } from './input/mapping'
import { readingInput, readReading } from './input/reading'

/** Posted forms: they work without JavaScript, so the way to the next step belongs to them. */
export const setReadingAction = action({
  name: 'imports.setReading',
  permission: 'imports.write',
  input: readingInput,
  run: async (ctx, { key, kind, ...given }) => {
    await setReading(ctx, key, { kind, said: readReading(given) })
    redirect(`/imports/${key}/columns`)
  },
})

export const setMappingAction = action({
  name: 'imports.setMapping',
  permission: 'imports.write',
  input: mappingInput,
  keeps: [
    ...FIELD_NAMES,
    'name',
    'blank',
    'createUsers',
    'colleagues',
    'items',
    'stockLimit',
    'missing',
    'missingLimit',
    'match',
    'take',
  ],
  run: async (ctx, given) => {
    const { key, name, base = null, blank, createUsers, colleagues, items, stockLimit, missing, missingLimit } = given
    const { match, take } = given
    await setMapping(ctx, key, {
      mapping: readMapping(given),
      options: { blank, createUsers, colleagues, items, stockLimit, missing, missingLimit, match, take },
      remember: name === '' ? null : { name, base },
    })
    redirect(`/imports/${key}/check`)
  },
})

export const forgetMappingAction = action({
  name: 'imports.forgetMapping',
  permission: 'imports.write',
  input: forgetInput,
  run: (ctx, { id }) => forgetMapping(ctx, id),
})

export const checkAgainAction = action({
  name: 'imports.checkAgain',
  permission: 'imports.write',
  input: namedInput,
  run: (ctx, { key }) => checkAgain(ctx, key),
})

export const enterUnknownAction = action({
  name: 'imports.enterUnknown',
  permission: 'imports.write',
  input: namedInput,
  run: (ctx, { key }) => enterUnknown(ctx, key),
})

export const startImportAction = action({
  name: 'imports.start',
  permission: 'imports.write',
  input: startInput,
  run: async (ctx, { key, checkedAt }) => {
    await startImport(ctx, key, { checkedAt })
    redirect(`/imports/${key}/result`)
  },
})

export const stopImportAction = action({
  name: 'imports.stop',
  permission: 'imports.write',
  input: namedInput,
  run: (ctx, { key }) => stopImport(ctx, key),
})

export const undoImportAction = action({
  name: 'imports.undo',
  permission: 'imports.write',
  input: namedInput,
  run: (ctx, { key }) => planUndo(ctx, key),
})

export const discardImportAction = action({
  name: 'imports.discard',
  permission: 'imports.write',
  input: namedInput,
  run: async (ctx, { key }) => {
    await discardImport(ctx, key)
    redirect('/imports?notice=discarded')
  },
})
