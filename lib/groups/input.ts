import { z } from 'zod'
import { neededText, text, tick, version } from '@/lib/input'
import { LONGEST_NAME } from './rules'

const name = neededText(LONGEST_NAME)
const group = text(60).min(1, 'gone')

/** `orChosen`: whoever names a group that there is already means that one. */
export const newGroupInput = z.object({ name, orChosen: tick() })
export const groupNameInput = z.object({ group, version: version(), name })
export const groupRemovalInput = z.object({ group, version: version() })
