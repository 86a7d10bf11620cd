import type { FactName } from '@/db/schema/vocabulary'
import { association } from './association'
import { collector } from './collector'
import type { Fact } from './fact'
import { group } from './group'
import { state } from './state'

/** Every fact that a change can turn. */
export const FACT_OF: Record<FactName, Fact> = { association, collector, group, state }
