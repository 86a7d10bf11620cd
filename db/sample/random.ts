export type Random = {
  /** From 0 up to, not including, 1. */
  next: () => number
  whole: (from: number, to: number) => number
  chance: (probability: number) => boolean
  pick: <T>(list: readonly T[]) => T
  /** Like pick, the first ones far more often than the last. */
  pickEarly: <T>(list: readonly T[]) => T
  weighted: <T>(choices: readonly (readonly [T, number])[]) => T
  /** Normally distributed around 0 with deviation 1. */
  normal: () => number
  /** `#` becomes a digit, `%` a digit from 1, `@` a capital letter. */
  fill: (pattern: string) => string
}

/**
 * A stream of chance that is the same on every machine. Each noun has its own, so that changing one leaves the others
 * as they are.
 */
export function randomStream(name: string): Random {
  const next = mulberry(seedOf(name))
  const whole = (from: number, to: number) => from + Math.floor(next() * (to - from + 1))
  const pick = <T>(list: readonly T[]) => at(list, Math.floor(next() * list.length))
  return {
    next,
    whole,
    pick,
    chance: (probability) => next() < probability,
    pickEarly: (list) => at(list, Math.floor(next() ** 2 * list.length)),
    weighted: (choices) => weighted(next(), choices),
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    fill: (pattern) =>
      pattern.replace(/[#%@]/g, (sign) =>
        sign === '@' ? String.fromCharCode(whole(65, 90)) : String(whole(sign === '%' ? 1 : 0, 9)),
      ),
  }
}

export function at<T>(list: readonly T[], position: number): T {
  const found = list[position]
  if (found === undefined) throw new Error(`The sample company has nothing at place ${position} of ${list.length}.`)
  return found
}

function weighted<T>(drawn: number, choices: readonly (readonly [T, number])[]): T {
  let left = drawn * choices.reduce((sum, [, weight]) => sum + weight, 0)
  for (const [choice, weight] of choices) {
    left -= weight
    if (left < 0) return choice
  }
  return at(choices, choices.length - 1)[0]
}

function seedOf(name: string): number {
  let hash = 2_166_136_261
  for (const character of `encours sample ${name}`) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16_777_619)
  return hash >>> 0
}

function mulberry(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
