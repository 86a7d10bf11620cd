import { useTranslations } from 'use-intl/react'
import { useDesk } from './customer-desk'

/** What a field of a person says to a reader: a language by its name, and that nothing is there. */
export function useSaidField(): (field: string, value: string | null) => string {
  const t = useTranslations('contacts')
  const { languages } = useDesk()
  return (field, value) => {
    if (value === null) return t('clash.empty')
    return (field === 'language' && languages.find((one) => one.value === value)?.label) || value
  }
}
