import { GroupChoice } from '@/app/_blocks/group-choice'
import { KindOptions } from '@/app/_blocks/kind-options'
import { OneOf, SomeOf } from '@/app/_ui/choices'
import { Field } from '@/app/_ui/field'
import { Tick } from '@/app/_ui/tick'
import { wordsFor } from '@/app/reader'
import { can } from '@/lib/auth/permissions'
import type { Context } from '@/lib/context'
import { pickGroups } from '@/lib/groups/queries'
import { pickLivingViews, type RuleView } from '@/lib/rules/queries/rules'
import { pickColleagues } from '@/lib/users/queries'

type Props = { ctx: Context; rule?: RuleView }

/**
 * What a rule says, but for its name: of the three gifts only the one that is chosen shows its fields, by CSS alone.
 */
export async function RuleFields({ ctx, rule }: Props) {
  const t = wordsFor(ctx, 'rules')
  const [views, colleagues, groups] = await Promise.all([pickLivingViews(ctx), pickColleagues(ctx), pickGroups(ctx)])
  const gives = rule?.gives
  return (
    <div className="group grid gap-4">
      <Field name="view" label={t('view')}>
        {(control) => (
          <select {...control} required defaultValue={rule?.viewSlug ?? ''} className="input">
            <option value="" disabled hidden />
            {views.map(({ slug, name }) => (
              <option key={slug} value={slug}>
                {name}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Does ctx={ctx} does={gives?.does ?? 'associate'} />
      <div className="hidden gap-4 group-has-[#does-associate:checked]:grid">
        <SomeOf
          legend={t('colleagues')}
          name="colleagues"
          from={colleagues}
          chosen={gives?.does === 'associate' ? gives.colleagues : []}
        />
        <As ctx={ctx} chosen={gives?.does === 'associate' ? gives.as : undefined} />
      </div>
      <div className="hidden group-has-[#does-collector:checked]:grid">
        <OneOf
          name="collector"
          label={wordsFor(ctx, 'rules')('collector')}
          from={colleagues}
          chosen={gives?.does === 'collector' ? gives.collector : undefined}
        />
      </div>
      <div className="hidden group-has-[#does-group:checked]:grid">
        <GroupChoice
          legend={t('groups')}
          name="groups"
          from={groups.map(({ id, name }) => ({ id, name }))}
          chosen={gives?.does === 'group' ? gives.groups : []}
          mayCreate={can(ctx.actor, 'groups.write')}
        />
      </div>
      <Tick
        id="takesBack"
        name="takesBack"
        defaultChecked={rule?.takesBack ?? true}
        label={t('takesBack')}
        hint={t('takesBackHint')}
      />
      <Tick
        id="active"
        name="active"
        defaultChecked={rule?.active ?? true}
        label={t('active')}
        hint={t('activeHint')}
      />
      <div>
        <button type="submit" className="btn btn-go">
          {t('save')}
        </button>
      </div>
    </div>
  )
}

function Does({ ctx, does }: { ctx: Context; does: string }) {
  const t = wordsFor(ctx, 'rules')
  return (
    <fieldset className="grid gap-1">
      <legend className="mb-1 text-base font-medium text-ink-2">{t('does')}</legend>
      {(['associate', 'collector', 'group'] as const).map((one) => (
        <label key={one} className="flex min-h-7 items-center gap-2.5 text-base">
          <input
            type="radio"
            id={`does-${one}`}
            name="does"
            value={one}
            defaultChecked={one === does}
            className="accent-accent"
          />
          {t(`doesOf.${one}`)}
        </label>
      ))}
    </fieldset>
  )
}

function As({ ctx, chosen = '' }: { ctx: Context; chosen?: string | undefined }) {
  const words = wordsFor(ctx, 'words')
  return (
    <Field name="as" label={words('asKind')}>
      {(control) => (
        <select {...control} defaultValue={chosen} className="input">
          <option value="">{words('usualKind')}</option>
          <KindOptions />
        </select>
      )}
    </Field>
  )
}
