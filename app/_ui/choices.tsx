import type { ReactNode } from 'react'
import { Field } from './field'

type Named = { id: number; name: string }

type OneOfProps = {
  name: string
  label: string
  from: readonly Named[]
  /** The id of one of them, or the value of an option before. */
  chosen?: number | string | undefined
  required?: boolean
  /** Options before those with a name. */
  children?: ReactNode
}

/** One of many by name. Where the chosen one is gone none is: a browser would take the first. */
export function OneOf({ name, label, from, chosen, required = false, children }: OneOfProps) {
  const gone = typeof chosen === 'number' && !from.some(({ id }) => id === chosen)
  return (
    <Field name={name} label={label}>
      {(control) => (
        <select {...control} required={required} defaultValue={gone ? '' : (chosen ?? '')} className="input">
          <option value="" disabled hidden />
          {children}
          {from.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}

type SomeOfProps = { legend: string; name: string; from: readonly Named[]; chosen?: readonly number[] }

/** Some of many, to tick. */
export function SomeOf({ legend, name, from, chosen = [] }: SomeOfProps) {
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 text-base font-medium text-ink-2">{legend}</legend>
      <div className="grid max-h-62 overflow-y-auto rounded-md border border-line p-1.5">
        {chosenFirst(from, chosen).map((one) => (
          <label key={one.id} className="flex min-h-8 items-center gap-2.5 rounded-md px-2 text-base hover:bg-sunken">
            <input
              type="checkbox"
              name={name}
              value={one.id}
              defaultChecked={chosen.includes(one.id)}
              className="tick"
            />
            {one.name}
          </label>
        ))}
      </div>
    </fieldset>
  )
}

/** Those that are chosen stand first, where they are seen without scrolling. */
export function chosenFirst<One extends Named>(from: readonly One[], chosen: readonly number[]): One[] {
  const isChosen = ({ id }: Named) => chosen.includes(id)
  return [...from.filter(isChosen), ...from.filter((one) => !isChosen(one))]
}
