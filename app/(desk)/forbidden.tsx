import { MessagePage } from '@/app/_ui/message-page'
import { readerWords } from '@/app/stranger'

export default async function Forbidden() {
  const t = await readerWords('shell')
  return <MessagePage title={t('forbiddenTitle')} text={t('forbiddenText')} link={t('home')} />
}
