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

/** Everything that can be done with many customers at once, one form for each, as far as the reader may. */
export async function Decide({ ctx, change, open = '' }: Omit<ChoicesProps, 'choices'>) {
  const t = wordsFor(ctx, 'changes')
  const target = changeTarget.parse(change.target)
  if (aboutOf(change) === 'contacts')
    return <Choices ctx={ctx} change={change} choices={contactChoices(ctx)} open={open} />
  const from = target.kind === 'portfolio' ? target.userId : undefined
  const [colleagues, groups] = await Promise.all([pickColleagues(ctx), pickGroups(ctx)])
  const choices: Choice[] = [
    { kind: 'associate', fields: <AssociateFields ctx={ctx} colleagues={colleagues} /> },
    { kind: 'disassociate', fields: <SomeOf legend={t('form.colleagues')} name="colleagues[]" from={colleagues} /> },
    {
      kind: 'replace',
      right: 'customers.collector',
      fields: <ReplaceFields ctx={ctx} colleagues={colleagues} from={from} />,
    },
    { kind: 'collector', right: 'customers.collector', fields: <CollectorField ctx={ctx} colleagues={colleagues} /> },
    { kind: 'group', right: 'customers.groups', fields: <GroupTicks ctx={ctx} groups={groups} grows /> },
    { kind: 'ungroup', right: 'customers.groups', fields: <GroupTicks ctx={ctx} groups={groups} /> },
    { kind: 'state', right: 'customers.state', fields: <StateField ctx={ctx} /> },
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

function AssociateFields({ ctx, colleagues }: { ctx: Context; colleagues: Named[] }) {
  const t = wordsFor(ctx, 'changes')
  const words = wordsFor(ctx, 'words')
  return (
    <>
      <SomeOf legend={t('form.colleagues')} name="colleagues[]" from={colleagues} />
      <Field name="as" label={words('asKind')}>
        {(control) => (
          <select {...control} className="input">
            <option value="">{words('usualKind')}</option>
            <KindOptions />
          </select>
        )}
      </Field>
    </>
  )
}

type ReplaceProps = { ctx: Context; colleagues: Named[]; from: number | undefined }

function ReplaceFields({ ctx, colleagues, from }: ReplaceProps) {
  const t = wordsFor(ctx, 'changes')
  return (
    <>
      <OneOf required name="from" label={t('form.from')} from={colleagues} chosen={from} />
      <OneOf required name="to" label={t('form.to')} from={colleagues} />
      <fieldset className="grid gap-1">
        <legend className="mb-1 text-base font-medium text-ink-2">{t('form.what')}</legend>
        {(['asColleague', 'asCollector'] as const).map((name) => (
          <label key={name} className="flex items-center gap-2.5 text-base">
            <input type="checkbox" name={name} defaultChecked className="tick" />
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
          {(control) => <input {...control} type="date" className="input w-44" />}
        </Field>
      ))}
    </>
  )
}

function CollectorField({ ctx, colleagues }: { ctx: Context; colleagues: Named[] }) {
  const t = wordsFor(ctx, 'changes')
  return (
    <OneOf required name="collector" label={t('form.collector')} from={colleagues}>
      <option value="none">{t('form.nobody')}</option>
    </OneOf>
  )
}

/** `grows`: a group that there is not yet can be made on the way. */
function GroupTicks({ ctx, groups, grows = false }: { ctx: Context; groups: Named[]; grows?: boolean }) {
  const t = wordsFor(ctx, 'changes')
  const mayCreate = grows && can(ctx.actor, 'groups.write')
  if (mayCreate) return <GroupChoice legend={t('form.groups')} name="groups[]" from={groups} mayCreate />
  if (groups.length === 0) return <p className="text-base text-ink-2">{t('form.noGroups')}</p>
  return <SomeOf legend={t('form.groups')} name="groups[]" from={groups} />
}

function StateField({ ctx }: { ctx: Context }) {
  const words = wordsFor(ctx, 'words')
  return (
    <Field name="state" label={wordsFor(ctx, 'changes')('form.state')}>
      {(control) => (
        <select {...control} required defaultValue="" className="input">
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
