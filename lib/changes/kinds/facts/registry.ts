import type { CustomerFactName } from '@/db/schema/vocabulary'
import { association } from './association'
import { collector } from './collector'
import type { Fact } from './fact'
import { group } from './group'
import { state } from './state'

/** Every fact about a customer that a change can turn. */
export const FACT_OF: Record<CustomerFactName, Fact> = { association, collector, group, state }
