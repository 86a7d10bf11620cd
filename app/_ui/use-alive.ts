import { useSyncExternalStore } from 'react'

/** Whether a script has the page: what only works with one is put in then, and never stands there without. */
export function useAlive(): boolean {
  return useSyncExternalStore(nothingChanges, inBrowser, onServer)
}

const nothingChanges = () => () => undefined
const inBrowser = () => true
const onServer = () => false
