import type { Metadata } from 'next'
import { Notice } from '@/app/_ui/notice'
import { MoreWords } from '@/app/_ui/words'
import { wordsFor } from '@/app/reader'
import { requireContext } from '@/lib/auth/session'
import type { Context } from '@/lib/context'
import { Refusal } from '@/lib/errors'
import { MOST_COLUMNS } from '@/lib/imports/input/mapping'
import { kindOf } from '@/lib/imports/kinds/registry'
import type { ImportView } from '@/lib/imports/queries/imports'
import { type Suggestion, suggestColumns } from '@/lib/imports/queries/suggest'
import { FIELD_GROUPS, OPTIONS_OF } from '@/lib/imports/rules/fields'
import { nameForColumns } from '@/lib/imports/rules/upload'
import { browserWords } from '../../words'
import { Head } from '../head'
import { loadStep } from '../load'
import { ColumnsForm } from './columns-form'
import { Offers } from './offers'
import { Options } from './options'

type Props = { params: Promise<{ key: string }>; searchParams: Promise<{ by?: string | string[] }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { ctx, found } = await loadStep((await params).key, 'columns')
  const t = wordsFor(ctx, 'files')
  return { title: t('titleOf', { step: t('steps.columns'), file: found.fileName }) }
}

/** The third step: what each column of the file is here. */
export default async function ColumnsPage({ params, searchParams }: Props) {
  await requireContext('imports.write')
  const { ctx, found } = await loadStep((await params).key, 'columns')
  const { by } = await searchParams
  const wanted = typeof by === 'string' ? by : undefined
  const suggestion = await suggestColumns(ctx, found, { wanted, most: MOST_COLUMNS }).catch((error: unknown) => {
    if (error instanceof Refusal) return error
    throw error
  })
  return (
    <div className="grid w-full max-w-5xl min-w-0 gap-5 px-5 py-5 max-md:px-3.5">
      <Head ctx={ctx} found={found} step="columns" />
      <Problem ctx={ctx} found={found} />
      {suggestion instanceof Refusal ? (
        <Notice tone="bad">
          {wordsFor(ctx, 'refusals')(suggestion.message as 'importEmpty', suggestion.values as never)}
        </Notice>
      ) : (
        <Chosen ctx={ctx} found={found} suggestion={suggestion} />
      )}
    </div>
  )
}

/** Why the check sent the file back. */
function Problem({ ctx, found: { problem, problemFacts } }: { ctx: Context; found: ImportView }) {
  if (!problem) return null
  return (
    <Notice tone="bad">
      {wordsFor(ctx, 'files')('problem')}{' '}
      {wordsFor(ctx, 'refusals')(problem as 'importEmpty', (problemFacts ?? {}) as never)}
    </Notice>
  )
}

function Chosen({ ctx, found, suggestion }: { ctx: Context; found: ImportView; suggestion: Suggestion }) {
  const t = wordsFor(ctx, 'files')
  const { kind } = found
  const { required } = kindOf(kind)
  const label = (field: string) => t(`fields.${kind}.${field}` as 'fields.customers.code')
  const groups = FIELD_GROUPS[kind].map(({ group, fields }) => ({
    label: t(`fieldGroups.${group}`),
    fields: fields.map((field) => ({ field, label: label(field), needed: required.includes(field) })),
  }))
  const { columns, used, all } = suggestion
  return (
    <MoreWords messages={browserWords(ctx, 'columns')}>
      <p className="max-w-3xl text-base text-ink-2">{t('columns.intro')}</p>
      <Offers ctx={ctx} found={found} suggestion={suggestion} />
      {all > columns.length && <Notice tone="warn">{t('columns.cut', { all, shown: columns.length })}</Notice>}
      <ColumnsForm
        // Another mapping to begin with is another form.
        key={used?.id ?? 'headings'}
        importKey={found.key}
        columns={columns}
        groups={groups}
        base={used?.id}
        name={used?.name ?? nameForColumns(found.fileName)}
      >
        <OursHint ctx={ctx} found={found} />
        <Options ctx={ctx} kinds={OPTIONS_OF[kind]} options={found.options} />
      </ColumnsForm>
    </MoreWords>
  )
}

function OursHint({ ctx, found: { kind } }: { ctx: Context; found: ImportView }) {
  const t = wordsFor(ctx, 'files')
  const sentence = {
    customers: t('columns.oursCustomers'),
    contacts: t('columns.oursContacts'),
    items: t('columns.oursItems'),
    users: t('columns.oursUsers'),
  }
  return (
    <section className="grid max-w-3xl gap-1">
      <h2 className="text-base font-semibold">{t('columns.oursTitle')}</h2>
      <p className="text-base text-ink-2">{sentence[kind]}</p>
    </section>
  )
}
