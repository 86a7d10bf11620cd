export type Option = { value: string; label: string }
export type OptionGroup = { label?: string; options: Option[] }

type Props = {
  name: string
  label: string
  /** The values in force, as the address spells them. */
  chosen: Option[]
  groups: OptionGroup[]
  single: boolean
  words: { any: string; another: string; anotherOf: string }
}

/** What is in force stands selected, or ticked where it is several, and there is room for one more. */
export function ChoiceField({ name, label, chosen, groups, single, words }: Props) {
  const only = chosen.length === 1 ? chosen[0] : undefined
  const id = `filter-${name}`
  return (
    <div className="grid grid-cols-[110px_1fr] items-baseline gap-2 text-base">
      <label htmlFor={id} className="text-ink-2">
        {label}
      </label>
      <div className="grid min-w-0 gap-1.5">
        {!only &&
          chosen.map((option) => (
            <label key={option.value} className="flex min-h-6 items-center gap-2">
              <input type="checkbox" name={name} value={option.value} defaultChecked className="tick" />
              <span className="min-w-0 truncate">
                <span className="sr-only">{label} </span>
                {option.label}
              </span>
            </label>
          ))}
        {only && (
          <select id={id} name={name} defaultValue={only.value} className="input">
            <option value="">{words.any}</option>
            {!isAmong(groups, only) && <option value={only.value}>{only.label}</option>}
            <Options groups={groups} />
          </select>
        )}
        {!(single && only) && (
          <select
            id={only ? `${id}-more` : id}
            name={name}
            defaultValue=""
            aria-label={chosen.length > 0 ? words.anotherOf : undefined}
            className="input"
          >
            <option value="">{chosen.length > 0 ? words.another : words.any}</option>
            <Options groups={groups} />
          </select>
        )}
      </div>
    </div>
  )
}

function Options({ groups }: { groups: OptionGroup[] }) {
  return groups.map(({ label, options }) => {
    const list = options.map((option) => (
      <option key={option.value} value={option.value}>
        {option.label}
      </option>
    ))
    return label ? (
      <optgroup key={label} label={label}>
        {list}
      </optgroup>
    ) : (
      list
    )
  })
}

function isAmong(groups: OptionGroup[], { value }: Option): boolean {
  return groups.some(({ options }) => options.some((option) => option.value === value))
}
