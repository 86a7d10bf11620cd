import { PLACES_EAST_SOUTH } from './places-east-south'
import { PLACES_NORTH_WORLD } from './places-north-world'
import { PLACES_WEST } from './places-west'

/** `zip` and `landline` are patterns of `fill`. */
export type Place = { region: string | null; language: string | null; city: string; zip: string; landline: string }

const LISTS: Record<string, string> = { ...PLACES_WEST, ...PLACES_EAST_SOUTH, ...PLACES_NORTH_WORLD }

/** The cities of a country, of every region the first city first, because the first are drawn most. */
export function placesOf(country: string): Place[] {
  const lines = LISTS[country]
  if (lines === undefined) throw new Error(`The sample company knows no city in ${country}.`)
  const regions = lines.split('\n').map(placesOfLine)
  const longest = Math.max(...regions.map((cities) => cities.length))
  return Array.from({ length: longest }, (_, turn) => regions.flatMap((cities) => cities.slice(turn, turn + 1))).flat()
}

function placesOfLine(line: string): Place[] {
  const colon = line.indexOf(':')
  const [region = '', language = '', area = ''] = line.slice(0, colon).split('|')
  return line
    .slice(colon + 1)
    .split(';')
    .map((entry) => {
      const [city = '', zip = '', landline = `${area} ## ##`] = entry.split(',').map((part) => part.trim())
      return { region: region || null, language: language || null, city, zip, landline }
    })
}
