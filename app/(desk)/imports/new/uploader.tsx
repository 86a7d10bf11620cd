'use client'

import { FileUp } from 'lucide-react'
import { type DragEvent, type ReactNode, type SubmitEvent, useEffect, useRef, useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { Notice } from '@/app/_ui/notice'
import { useRefusals } from '@/app/_ui/use-refusals'
import { type Sending, useUpload } from './use-upload'

/** `problem`: what a browser without JavaScript came back with. `children`: the choice of what is in the file. */
type Props = { problem?: string | undefined; most: number; children: ReactNode }

/** A file on its way to the server: dropped, chosen or pasted. A form like any other where there is no JavaScript. */
export function Uploader({ problem: posted, most, children }: Props) {
  const t = useTranslations('files.upload')
  const say = useRefusals()
  const form = useRef<HTMLFormElement>(null)
  const { sending, problem, setProblem, send, cancel } = useUpload()
  const [note, setNote] = useState<string>()
  const told = problem ?? (posted ? { message: posted, values: {} } : undefined)
  const take = (body: Blob, name: string) => {
    const kind = String(new FormData(form.current ?? undefined).get('kind'))
    if (body.size > most) return setProblem({ message: 'importTooLarge', values: { most: most / 1024 ** 2 } })
    if (body.size === 0) return setProblem({ message: 'importEmpty', values: {} })
    send(kind, name, body)
  }
  const takeFiles = (files: FileList | null) => {
    const [file, ...others] = files ?? []
    setNote(others.length > 0 ? t('onlyOne') : undefined)
    if (file) take(file, file.name)
  }
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    take(new Blob([String(new FormData(event.currentTarget).get('rows'))]), t('pastedName'))
  }
  const stop = () => {
    cancel()
    setNote(t('cancelled'))
  }
  return (
    <form ref={form} action="/api/imports" method="post" encType="multipart/form-data" onSubmit={submit}>
      <div className="grid gap-5">
        {told && <Notice tone="bad">{say(told)}</Notice>}
        {note && !told && <Notice>{note}</Notice>}
        <div hidden={sending !== undefined} className="grid gap-5">
          {children}
          <DropZone onFiles={takeFiles} />
          <Paste />
        </div>
        {sending && <Progress sending={sending} onCancel={stop} />}
      </div>
    </form>
  )
}

function DropZone({ onFiles }: { onFiles: (files: FileList | null) => void }) {
  const t = useTranslations('files.upload')
  const [over, setOver] = useState(false)
  // A file let go beside the zone would replace the page.
  useEffect(() => {
    const stay = (event: Event) => event.preventDefault()
    window.addEventListener('dragover', stay)
    window.addEventListener('drop', stay)
    return () => {
      window.removeEventListener('dragover', stay)
      window.removeEventListener('drop', stay)
    }
  }, [])
  const drop = (event: DragEvent) => {
    setOver(false)
    onFiles(event.dataTransfer.files)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is for a mouse; the button within does the same.
    <div
      onDragOver={() => setOver(true)}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className={`grid justify-items-center gap-2 rounded-lg border border-dashed px-5 py-9 text-center ${over ? 'border-accent bg-accent-soft' : 'border-control bg-surface'}`}
    >
      <FileUp className="size-6 text-ink-3" strokeWidth={1.5} aria-hidden />
      <p className="text-md font-medium max-md:hidden">{over ? t('release') : t('drop')}</p>
      <p className="text-base text-ink-2 max-md:hidden">{t('or')}</p>
      <input
        id="import-file"
        name="file"
        type="file"
        accept=".csv,.txt,.tsv,.xlsx"
        onChange={(event) => {
          onFiles(event.currentTarget.files)
          event.currentTarget.value = ''
        }}
        aria-describedby="import-file-hint"
        className="peer sr-only"
      />
      <label
        htmlFor="import-file"
        className="btn btn-go peer-focus-visible:outline-2 peer-focus-visible:outline-accent peer-focus-visible:outline-offset-1"
      >
        {t('choose')}
      </label>
      <p id="import-file-hint" className="max-w-md text-sm text-ink-3">
        {t('formats')}
      </p>
      <noscript>
        <p className="text-sm text-ink-2">{t('withoutScript')}</p>
        <button type="submit" className="btn">
          {t('pasteGo')}
        </button>
      </noscript>
    </div>
  )
}

function Paste() {
  const t = useTranslations('files.upload')
  return (
    <details className="rounded-lg border border-line bg-surface px-4 py-3">
      <summary className="text-base font-medium">{t('paste')}</summary>
      <div className="grid justify-items-start gap-2 pt-3">
        <label htmlFor="import-rows" className="text-base text-ink-2">
          {t('pasteLabel')}
        </label>
        <input type="hidden" name="pasted" value={t('pastedName')} />
        <textarea id="import-rows" name="rows" rows={8} spellCheck={false} wrap="off" className="input font-mono" />
        <button type="submit" className="btn">
          {t('pasteGo')}
        </button>
      </div>
    </details>
  )
}

function Progress({ sending: { name, size, sent }, onCancel }: { sending: Sending; onCancel: () => void }) {
  const t = useTranslations('files.upload')
  const stop = useRef<HTMLButtonElement>(null)
  useEffect(() => stop.current?.focus(), [])
  const percent = size === 0 ? 100 : Math.floor((100 * sent) / size)
  const mega = 1024 ** 2
  const sized =
    size >= mega
      ? t('mega', { size: Math.round(size / mega) })
      : t('kilo', { size: Math.max(1, Math.round(size / 1024)) })
  return (
    <div className="grid gap-3 rounded-lg border border-line bg-surface px-5 py-6">
      <p role="status" className="text-md font-medium [overflow-wrap:anywhere]">
        {t('sending', { name })}
      </p>
      <progress value={percent} max={100} aria-label={t('sending', { name })} className="w-full" />
      <p className="text-base text-ink-2 tabular-nums">
        {percent < 100 ? t('sent', { percent, size: sized }) : t('receiving')}
      </p>
      <button ref={stop} type="button" className="btn justify-self-start" onClick={onCancel}>
        {t('cancel')}
      </button>
    </div>
  )
}
