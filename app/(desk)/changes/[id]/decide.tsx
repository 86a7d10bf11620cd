import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { GroupChoice } from '@/app/_blocks/group-choice'
import { KindOptions } from '@/app/_blocks/kind-options'
import { OneOf, SomeOf } from '@/app/_ui/choices'
import { Field } from '@/app/_ui/field'
import { wordsFor } from '@/app/reader'
import { CUSTOMER_STATES } from '@/db/schema/vocabulary'
import { can, type Right } from '@/lib/auth/permissions'
import type { ChangeView } from '@/lib/changes/queries/changes'
import { aboutOf, changeTarget } from '@/lib/changes/selection'
import type { Context } from '@/lib/context'
import { pickGroups } from '@/lib/groups/queries'
import { pickColleagues } from '@/lib/users/queries'
import { contactChoices } from './decide-contacts'
import { DecideForm } from './decide-form'

/** One of the things that can be done, and what has to be said for it. */
export type Choice = { kind: string; right?: Right; fields: ReactNode }
/** `open`: the form that is open already. */
type ChoicesProps = { ctx: Context; change: ChangeView; choices: Choice[]; open?: string }
type Named = { id: number; name: string }
/** What was decided before, for the form that says it. */
type Decided = {
  colleagues?: number[]
  as?: string
  from?: number | undefined
  to?: number
  asColleague?: boolean
  asCollector?: boolean
  collector?: number | null
  groups?: number[]
  state?: string
}

/** Everything that can be done with many customers at once, one form for each, as far as the reader may. */
export async function Decide({ ctx, change, open = '' }: Omit<ChoicesProps, 'choices'>) {
  const t = wordsFor(ctx, 'changes')
  const target = changeTarget.parse(change.target)
  if (aboutOf(change) === 'contacts')
    return <Choices ctx={ctx} change={change} choices={contactChoices(ctx, change)} open={open} />
  const from = target.kind === 'portfolio' ? target.userId : undefined
  const [colleagues, groups] = await Promise.all([pickColleagues(ctx), pickGroups(ctx)])
  const before = (kind: string): Decided => (change.kind === kind ? (change.input as Decided) : {})
  const some = { legend: t('form.colleagues'), name: 'colleagues[]', from: colleagues }
  const choices: Choice[] = [
    { kind: 'associate', fields: <AssociateFields ctx={ctx} colleagues={colleagues} before={before('associate')} /> },
    { kind: 'disassociate', fields: <SomeOf {...some} chosen={before('disassociate').colleagues ?? []} /> },
    {
      kind: 'replace',
      right: 'customers.collector',
      fields: (
        <ReplaceFields ctx={ctx} colleagues={colleagues} change={change} before={{ from, ...before('replace') }} />
      ),
    },
    {
      kind: 'collector',
      right: 'customers.collector',
      fields: <CollectorField ctx={ctx} colleagues={colleagues} before={before('collector')} />,
    },
    {
      kind: 'group',
      right: 'customers.groups',
      fields: <GroupTicks ctx={ctx} groups={groups} chosen={before('group').groups} grows />,
    },
    {
      kind: 'ungroup',
      right: 'customers.groups',
      fields: <GroupTicks ctx={ctx} groups={groups} chosen={before('ungroup').groups} />,
    },
    { kind: 'state', right: 'customers.state', fields: <StateField ctx={ctx} before={before('state')} /> },
  ]
  return <Choices ctx={ctx} change={change} choices={choices} open={from === undefined ? open : 'replace'} />
}

function Choices({ ctx, change, choices, open }: ChoicesProps) {
  const t = wordsFor(ctx, 'changes')
  return (
    <section aria-label={t('choose')} className="grid border-t border-line">
      {choices
        .filter(({ right }) => right === undefined || can(ctx.actor, right))
        .map(({ kind, fields }) => (
          <details key={kind} name="kind" open={kind === open} className="group border-b border-line">
            <summary className="flex cursor-pointer list-none items-center gap-2 py-2.5 font-medium">
              <ChevronRight className="size-4 text-ink-3 group-open:rotate-90" aria-hidden />
              {t(`short.${kind as 'associate'}`)}
            </summary>
            <DecideForm changeKey={change.key} kind={kind}>
              {fields}
            </DecideForm>
          </details>
        ))}
    </section>
  )
}

type FieldsProps = { ctx: Context; colleagues: Named[]; before: Decided }

function AssociateFields({ ctx, colleagues, before }: FieldsProps) {
  const t = wordsFor(ctx, 'changes')
  const words = wordsFor(ctx, 'words')
  return (
    <>
      <SomeOf legend={t('form.colleagues')} name="colleagues[]" from={colleagues} chosen={before.colleagues ?? []} />
      <Field name="as" label={words('asKind')}>
        {(control) => (
          <select {...control} defaultValue={before.as ?? ''} className="input">
            <option value="">{words('usualKind')}</option>
            <KindOptions />
          </select>
        )}
      </Field>
    </>
  )
}

function ReplaceFields({ ctx, colleagues, change, before }: FieldsProps & { change: ChangeView }) {
  const t = wordsFor(ctx, 'changes')
  return (
    <>
      <OneOf required name="from" label={t('form.from')} from={colleagues} chosen={before.from} />
      <OneOf required name="to" label={t('form.to')} from={colleagues} chosen={before.to} />
      <fieldset className="grid gap-1">
        <legend className="mb-1 text-base font-medium text-ink-2">{t('form.what')}</legend>
        {(['asColleague', 'asCollector'] as const).map((name) => (
          <label key={name} className="flex items-center gap-2.5 text-base">
            <input type="checkbox" name={name} defaultChecked={before[name] ?? true} className="tick" />
            {t(`form.${name}`)}
          </label>
        ))}
      </fieldset>
      {(['startsOn', 'endsOn'] as const).map((name) => (
        <Field
          key={name}
          name={name}
          label={t(`form.${name}`)}
          hint={t(name === 'startsOn' ? 'form.startsHint' : 'form.endsHint')}
        >
          {(control) => <input {...control} type="date" defaultValue={change[name] ?? ''} className="input w-44" />}
        </Field>
      ))}
    </>
  )
}

function CollectorField({ ctx, colleagues, before }: FieldsProps) {
  const t = wordsFor(ctx, 'changes')
  const chosen = before.collector === null ? 'none' : before.collector
  return (
    <OneOf required name="collector" label={t('form.collector')} from={colleagues} chosen={chosen}>
      <option value="none">{t('form.nobody')}</option>
    </OneOf>
  )
}

type GroupTicksProps = { ctx: Context; groups: Named[]; chosen?: number[] | undefined; grows?: boolean }

/** `grows`: a group that there is not yet can be made on the way. */
function GroupTicks({ ctx, groups, chosen = [], grows = false }: GroupTicksProps) {
  const t = wordsFor(ctx, 'changes')
  const mayCreate = grows && can(ctx.actor, 'groups.write')
  if (mayCreate)
    return <GroupChoice legend={t('form.groups')} name="groups[]" from={groups} chosen={chosen} mayCreate />
  if (groups.length === 0) return <p className="text-base text-ink-2">{t('form.noGroups')}</p>
  return <SomeOf legend={t('form.groups')} name="groups[]" from={groups} chosen={chosen} />
}

function StateField({ ctx, before }: { ctx: Context; before: Decided }) {
  const words = wordsFor(ctx, 'words')
  return (
    <Field name="state" label={wordsFor(ctx, 'changes')('form.state')}>
      {(control) => (
        <select {...control} required defaultValue={before.state ?? ''} className="input">
          <option value="" disabled hidden />
          {CUSTOMER_STATES.map((state) => (
            <option key={state} value={state}>
              {words(`states.${state}`)}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}
