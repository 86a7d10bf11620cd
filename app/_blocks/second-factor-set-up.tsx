'use client'

import { type ReactNode, useEffect, useRef } from 'react'
import { useTranslations } from 'use-intl/react'
import { CopyButton } from '@/app/_ui/copy-button'
import { Field } from '@/app/_ui/field'
import { Notice } from '@/app/_ui/notice'
import { useAlive } from '@/app/_ui/use-alive'
import { usePostedForm } from '@/app/_ui/use-posted-form'
import { useRefusals } from '@/app/_ui/use-refusals'
import type { Result } from '@/lib/result'
import { CodeInput } from './code-input'
import { PresentPassword } from './present-password'
import { RecoveryCodes } from './recovery-codes'

type Props = {
  action: (before: unknown, form: FormData) => Promise<Result<{ codes: string[] }>>
  /** The picture and the text of the secret, while one is being set up. */
  picture: ReactNode
  secret: string | undefined
  /** At the desk the password is asked once more; at the door it was shown a moment ago. */
  withPassword: boolean
  /** Where to go once the codes are put away. */
  next: string
  /** What is there when nothing is being set up. */
  children: ReactNode
}

/**
 * Takes the first code, and shows the recovery codes then. It stands at one place of its page whatever state that is
 * in, so that the codes stay on screen when the page underneath is read again.
 */
export function SecondFactorSetUp({ action, picture, secret, withPassword, next, children }: Props) {
  const t = useTranslations('auth.secondFactor')
  const say = useRefusals()
  const { answer, busy, form } = usePostedForm(action)
  const list = useFocusOnceBegun(secret)
  const alive = useAlive()
  if (answer?.ok && answer.value) return <RecoveryCodes codes={answer.value.codes} said={t('isOn')} next={next} />
  if (secret === undefined) return children
  const failure = answer?.ok === false ? answer.failure : undefined
  const wrong = (name: string) => {
    const message = failure?.fields[name]
    return message ? say({ message, values: {} }) : undefined
  }
  return (
    <form {...form} className="grid gap-5">
      <ol ref={list} tabIndex={-1} className="grid list-decimal gap-5 pl-5 text-base marker:text-ink-3 outline-none">
        <li>
          <p>{t('scan')}</p>
          <div className="my-3">{picture}</div>
          <p className="text-ink-2">{t('orType')}</p>
          <p className="code mt-1 text-md text-ink select-all [overflow-wrap:anywhere]">{secret}</p>
          {alive && (
            <p className="mt-2">
              <CopyButton text={secret.replaceAll(' ', '')} />
            </p>
          )}
        </li>
        <li>
          <div className="grid gap-3">
            <p>{t('thenType')}</p>
            {failure && Object.keys(failure.fields).length === 0 && <Notice tone="bad">{say(failure)}</Notice>}
            {withPassword && <PresentPassword scope="set-up" error={wrong('present')} />}
            <Field name="code" label={t('code')} error={wrong('code')}>
              {(control) => <CodeInput {...control} />}
            </Field>
          </div>
        </li>
      </ol>
      <button type="submit" className="btn btn-go justify-self-start" aria-disabled={busy}>
        {t('turnOn')}
      </button>
    </form>
  )
}

/** What is to be done comes in the place of the button that asked for it, and has the focus then. */
function useFocusOnceBegun(secret: string | undefined) {
  const list = useRef<HTMLOListElement>(null)
  const before = useRef(secret)
  useEffect(() => {
    if (secret !== undefined && before.current === undefined) list.current?.focus()
    before.current = secret
  }, [secret])
  return list
}
