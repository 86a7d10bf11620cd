import Form from 'next/form'
import { wordsFor } from '@/app/reader'
import type { ImportKind } from '@/db/schema/vocabulary'
import type { Context } from '@/lib/context'
import { READING_CHOICES, speakReading } from '@/lib/imports/input/reading'
import type { ImportView } from '@/lib/imports/queries/imports'
import { kindsFor } from '@/lib/imports/queries/kinds'
import type { Reading, Recognised } from '@/lib/imports/rules/reading'
import { chipOf, Select } from './select'
import { Start } from './start'
import { SubmitOnChange } from './submit-on-change'

export type Shown = { ctx: Context; found: ImportView; kind: ImportKind; recognised: Recognised; reading: Reading }

/** Every part of how the file is read, to be chosen otherwise: a form of the address, so the page below follows it. */
export function Parts({ ctx, found, kind, recognised, reading }: Shown) {
  const t = wordsFor(ctx, 'files')
  const spoken = speakReading(reading)
  const part = { ctx, recognised, reading, spoken }
  const isBook = reading.format === 'xlsx'
  return (
    <Form action={`/imports/${found.key}/read`} prefetch={false} replace scroll={false}>
      {/* With other letters, or another sheet, than these are shown for, the rest is guessed anew. */}
      <input type="hidden" name="shownEncoding" value={reading.encoding} />
      <input type="hidden" name="shownSheet" value={reading.sheet ?? ''} />
      <SubmitOnChange>
        <div className="grid grid-cols-[repeat(auto-fill,minmax(210px,1fr))] gap-x-4 gap-y-3">
          <Select name="kind" label={t('read.kind')} value={kind}>
            {kindsFor(ctx).map((one) => (
              <option key={one} value={one}>
                {t(`kinds.${one}`)}
              </option>
            ))}
          </Select>
          {isBook && recognised.sheets.length > 1 && <Sheet {...part} />}
          {!isBook && <Encoding {...part} />}
          {!isBook && (
            <Choice {...part} of="delimiter" name="separator" say={(word) => t(`read.separators.${word as 'comma'}`)} />
          )}
          {!isBook && <Choice {...part} of="quote" name="quote" say={(word) => t(`read.quotes.${word as 'none'}`)} />}
          <Start {...part} />
          <Choice {...part} of="headings" name="headings" say={(word) => t(`read.headingRows.${word as 'yes'}`)} />
          <Choice {...part} of="decimal" name="decimal" say={(word) => t(`read.decimals.${word as 'point'}`)} />
          <Choice {...part} of="dates" name="dates" say={(word) => t(`read.dateOrders.${word as 'ymd'}`)} />
          {(isBook || recognised.reading.epoch1904) && (
            <Choice {...part} of="epoch1904" name="epoch" say={(word) => t(`read.epochs.${word as '1900'}`)} />
          )}
        </div>
        <noscript>
          <button type="submit" className="btn mt-3">
            {t('read.show')}
          </button>
        </noscript>
      </SubmitOnChange>
    </Form>
  )
}

type PartProps = Omit<Shown, 'found' | 'kind'> & { spoken: Record<string, string> }

function Encoding({ ctx, recognised, reading, spoken }: PartProps) {
  const t = wordsFor(ctx, 'files')
  const likely = recognised.encodings
  const others = READING_CHOICES.encoding.filter((one) => !likely.includes(one))
  return (
    <Select
      name="encoding"
      label={t('read.encoding')}
      value={spoken.encoding ?? ''}
      chip={chipOf('encoding', recognised, reading)}
      ctx={ctx}
    >
      {[...likely, ...others].map((one) => (
        <option key={one} value={one}>
          {t(`read.encodings.${one}`)}
        </option>
      ))}
    </Select>
  )
}

function Sheet({ ctx, recognised, reading, spoken }: PartProps) {
  const t = wordsFor(ctx, 'files')
  const first = recognised.sheets.find(({ hidden }) => !hidden) ?? recognised.sheets[0]
  return (
    <Select
      name="sheet"
      label={t('read.sheet')}
      value={spoken.sheet ?? ''}
      chip={reading.sheet === first?.name ? 'recognised' : 'chosen'}
      ctx={ctx}
    >
      {recognised.sheets.map(({ name, hidden }) => (
        <option key={name} value={name}>
          {hidden ? t('read.hidden', { sheet: name }) : name}
        </option>
      ))}
    </Select>
  )
}

type ChoiceProps = PartProps & {
  of: keyof Reading
  name: 'separator' | 'quote' | 'headings' | 'decimal' | 'dates' | 'epoch'
  say: (word: string) => string
}

function Choice({ ctx, recognised, reading, spoken, of, name, say }: ChoiceProps) {
  const t = wordsFor(ctx, 'files')
  const value = spoken[name] ?? ''
  const chip = chipOf(of, recognised, reading)
  return (
    <Select name={name} label={t(`read.${name}`)} value={value} chip={chip} ctx={ctx}>
      {reading[of] === null && (
        <option value="">{chip === 'choose' ? t('read.chooseOne') : t('read.noDifference')}</option>
      )}
      {READING_CHOICES[name].map((word) => (
        <option key={word} value={word}>
          {say(word)}
        </option>
      ))}
    </Select>
  )
}
