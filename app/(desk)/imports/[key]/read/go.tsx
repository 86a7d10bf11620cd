import { PostedForm } from '@/app/_ui/posted-form'
import { wordsFor } from '@/app/reader'
import { setReadingAction } from '@/lib/imports/actions'
import { speakReading } from '@/lib/imports/input/reading'
import type { Shown } from './parts'

/** Takes what is shown, and goes on. */
export function Go({ ctx, found, kind, reading }: Shown) {
  return (
    <PostedForm action={setReadingAction} className="grid justify-items-start gap-3">
      {Object.entries({ key: found.key, kind, ...speakReading(reading) }).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <button type="submit" className="btn btn-go">
        {wordsFor(ctx, 'files')('read.next')}
      </button>
    </PostedForm>
  )
}
