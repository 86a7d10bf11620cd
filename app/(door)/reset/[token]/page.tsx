import type { Metadata } from 'next'
import { readerLanguage } from '@/app/stranger'
import { words } from '@/lib/i18n/words'
import { LinkPage } from '../../link-page'

export async function generateMetadata(): Promise<Metadata> {
  return { title: words(await readerLanguage(), 'auth')('titles.reset') }
}

export default async function ResetPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params
  return <LinkPage purpose="reset" token={token} />
}
