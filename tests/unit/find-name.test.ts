import { expect, test } from 'vitest'
import { findName } from '@/app/_blocks/find-name'

const NAMES = ['Zdenka Novák', 'Petra Hoffmann-Lang', 'Ann Li', 'Anne Lind', 'Per Åkesson'].map((name) => ({ name }))
const found = (typed: string) => findName(NAMES, typed).map(({ name }) => name)

test.each([
  ['', NAMES.map(({ name }) => name)],
  ['novak', ['Zdenka Novák']],
  ['NOVÁK zden', ['Zdenka Novák']],
  ['ann li', ['Ann Li', 'Anne Lind']],
  ['akesson', ['Per Åkesson']],
  ['novka', ['Zdenka Novák']],
  ['zdenak nov', ['Zdenka Novák']],
  ['hofmann petra', ['Petra Hoffmann-Lang']],
  ['akeson', ['Per Åkesson']],
  ['xnn', []],
  ['nobody', []],
])('in a picker “%s” finds %j', (typed, names) => expect(found(typed)).toEqual(names))
