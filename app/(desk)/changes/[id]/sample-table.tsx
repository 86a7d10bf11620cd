import type { ReactNode } from 'react'
import { wordsFor } from '@/app/reader'
import type { Context } from '@/lib/context'

/** What differs, in words. */
export type Line = { before: string; after: string }
type Props = {
  ctx: Context
  title: string
  of: string
  rows: { key: string | number; head: ReactNode; lines: Line[] }[]
}

/** The first that would change, each before and after; on a phone one below the other. */
export function SampleTable({ ctx, title, of, rows }: Props) {
  const t = wordsFor(ctx, 'changes')
  return (
    <section className="min-w-0">
      <h2 className="mb-2 font-semibold">{title}</h2>
      <div className="overflow-x-auto">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{of}</th>
              <th scope="col" className="max-md:hidden">
                {t('before')}
              </th>
              <th scope="col" className="max-md:hidden">
                {t('after')}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ key, head, lines }) => (
              <tr key={key}>
                <th scope="row" className="font-normal max-md:max-w-none! max-md:py-2 max-md:whitespace-normal!">
                  {head}
                  <span className="block text-ink-2 [overflow-wrap:anywhere] md:hidden">
                    {lines.map(({ before, after }) => `${before} → ${after}`).join(' · ')}
                  </span>
                </th>
                <td className="py-2 whitespace-normal! text-ink-2 [overflow-wrap:anywhere] max-md:hidden">
                  {lines.map(({ before }) => before).join(' · ')}
                </td>
                <td className="py-2 whitespace-normal! [overflow-wrap:anywhere] max-md:hidden">
                  {lines.map(({ after }) => after).join(' · ')}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}
