import { MessagePage } from '@/app/_ui/message-page'
import { readerWords } from '@/app/stranger'

export default async function NotFound() {
  const t = await readerWords('shell')
  return (
    <main>
      <MessagePage title={t('notFoundTitle')} text={t('notFoundText')} link={t('home')} />
    </main>
  )
}
