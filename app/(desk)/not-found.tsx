import { MessagePage } from '@/app/_ui/message-page'
import { readerWords } from '@/app/stranger'

/** Also what one sees of things one may not see. */
export default async function NotFound() {
  const t = await readerWords('shell')
  return <MessagePage title={t('notFoundTitle')} text={t('notFoundText')} link={t('home')} />
}
