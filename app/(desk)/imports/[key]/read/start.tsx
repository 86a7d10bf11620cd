import { wordsFor } from '@/app/reader'
import type { Context } from '@/lib/context'
import type { Reading, Recognised } from '@/lib/imports/rules/reading'
import { chipOf, Select } from './select'

type Props = { ctx: Context; recognised: Recognised; reading: Reading }

/**
 * In which line the table begins. What was recognised has no number in the address: another sheet may begin elsewhere.
 */
export function Start({ ctx, recognised, reading }: Props) {
  const t = wordsFor(ctx, 'files')
  const { reading: seems, starts } = recognised
  const value = reading.from === seems.from ? '' : String(reading.from ?? '')
  const beyond = starts.some(({ line }) => line === reading.from) ? [] : [{ line: reading.from ?? 1, text: '…' }]
  return (
    <Select name="from" label={t('read.from')} value={value} chip={chipOf('from', recognised, reading)} ctx={ctx}>
      {[...starts, ...beyond].map(({ line, text }) => (
        <option key={line} value={line === seems.from ? '' : line}>
          {t('read.startLine', { line, text })}
        </option>
      ))}
    </Select>
  )
}
