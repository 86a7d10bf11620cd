'use client'

import { useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { findName } from '@/app/_blocks/find-name'
import { Dialog } from '@/app/_ui/dialog'
import { Link } from '@/app/_ui/link'
import { Notice } from '@/app/_ui/notice'
import { useDeed } from '@/app/_ui/use-deed'
import type { AssociationKind } from '@/db/schema/vocabulary'
import { associateAction } from '@/lib/associations/actions'
import type { Result } from '@/lib/result'
import { type Candidate, type Said, useDesk } from './customer-desk'
import { KindField } from './kind-field'

type Props = { onClose: () => void; onDone: (said: Said) => void }

/** Choose one user, in the kind that is usual for them; or go and make one. */
export function AssociateDialog({ onClose, onDone }: Props) {
  const t = useTranslations('contacts.colleagues')
  const words = useTranslations('words')
  const { customerId, candidates } = useDesk()
  const { act, busy, problem } = useDeed()
  const [chosen, setChosen] = useState<Candidate>()
  const [kind, setKind] = useState<AssociationKind>('other')
  const associate = ({ id, name }: Candidate) =>
    act(
      () => associateAction({ customerId, userId: id, kind }) as Promise<Result<{ added: boolean }>>,
      ({ added }) => onDone({ text: t(added ? 'said.given' : 'said.already', { name }) }),
    )
  return (
    <Dialog open onOpenChange={(open) => open || onClose()} title={t('associate')} closeLabel={words('close')}>
      <form
        method="post"
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          if (chosen) associate(chosen)
        }}
      >
        {problem && <Notice tone="bad">{problem}</Notice>}
        {candidates.length === 0 ? (
          <p className="text-base text-ink-2">{t('everybody')}</p>
        ) : (
          <Candidates
            chosen={chosen}
            onChoose={(candidate) => {
              setChosen(candidate)
              setKind(candidate.usualKind)
            }}
          />
        )}
        {chosen && <KindField kind={kind} onChange={setKind} />}
        <Buttons chosen={chosen} busy={busy} onClose={onClose} />
      </form>
    </Dialog>
  )
}

function Buttons({ chosen, busy, onClose }: { chosen: Candidate | undefined; busy: boolean; onClose: () => void }) {
  const t = useTranslations('contacts.colleagues')
  const words = useTranslations('words')
  const { may } = useDesk()
  return (
    <div className="flex flex-wrap items-center gap-2">
      <button type="submit" className="btn btn-go max-w-full" disabled={busy || !chosen}>
        <span className="truncate">
          {busy ? words('saving') : chosen ? t('associateGo', { name: chosen.name }) : t('associateNobody')}
        </span>
      </button>
      <button type="button" className="btn btn-bare" onClick={onClose}>
        {words('cancel')}
      </button>
      {may.users && (
        <Link href="/admin/users/new" className="link ml-auto text-base">
          {t('createUser')}
        </Link>
      )}
    </div>
  )
}

type CandidatesProps = { chosen: Candidate | undefined; onChoose: (candidate: Candidate) => void }

/** A list to search in. Radio buttons: arrow keys, and what is chosen is said. */
function Candidates({ chosen, onChoose }: CandidatesProps) {
  const t = useTranslations('contacts.colleagues')
  const words = useTranslations('words')
  const { candidates } = useDesk()
  const [wanted, setWanted] = useState('')
  const shown = findName(candidates, wanted)
  return (
    <div className="grid gap-2">
      <input
        type="search"
        value={wanted}
        aria-label={t('find')}
        placeholder={t('find')}
        autoComplete="off"
        className="input"
        onChange={(event) => setWanted(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.nativeEvent.isComposing || chosen) return
          event.preventDefault()
          if (shown[0]) onChoose(shown[0])
        }}
      />
      <fieldset className="max-h-64 overflow-y-auto rounded-md border border-line">
        <legend className="sr-only">{t('list')}</legend>
        {shown.length === 0 && <p className="px-3 py-2 text-base text-ink-2">{t('nobody')}</p>}
        {shown.map((candidate) => (
          <label
            key={candidate.id}
            className="flex cursor-pointer items-baseline gap-2.5 px-3 py-1.5 text-base hover:bg-sunken has-checked:bg-accent-soft"
          >
            <input
              type="radio"
              name="colleague"
              className="relative top-0.5 accent-accent"
              checked={chosen?.id === candidate.id}
              onChange={() => onChoose(candidate)}
            />
            <span className="min-w-0 flex-1 truncate">{candidate.name}</span>
            <span className="text-sm text-ink-2">
              {candidate.active ? words(`kinds.${candidate.usualKind}`) : t('noSignIn')}
            </span>
          </label>
        ))}
      </fieldset>
    </div>
  )
}
