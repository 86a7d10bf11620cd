const SHORTEST_PASSWORD = 9
/** Longer ones are refused before any work is done on them. */
export const LONGEST_PASSWORD = 256

/** What a password must not be: whoever knows the person would try it first. */
export type AboutPerson = { email: string | null; firstName: string | null; lastName: string; company: string }

/**
 * Why a password will not do, as a key of the section `refusals`; undefined where it will. There are no rules of
 * composition: length counts, and what everybody would guess.
 */
export function passwordProblem(password: string, about?: AboutPerson): string | undefined {
  if ([...password].length < SHORTEST_PASSWORD) return 'passwordShort'
  if (password.length > LONGEST_PASSWORD) return 'passwordLong'
  if (!password.isWellFormed() || /\p{Cc}/u.test(password)) return 'controlCharacters'
  const bare = barely(password)
  if (COMMON.has(password.toLowerCase()) || isRun(password.toLowerCase())) return 'passwordCommon'
  return about && namesOf(about).includes(bare) ? 'passwordPersonal' : undefined
}

/** Letters only, so that `Dupont-2026` is still the name. A password of other characters stays as it is. */
function barely(text: string): string {
  const folded = text.normalize('NFKD').toLowerCase()
  return folded.replace(/[^\p{L}]/gu, '') || folded
}

function namesOf({ email, firstName, lastName, company }: AboutPerson): string[] {
  const [local, domain] = email?.split('@') ?? []
  const first = firstName ?? ''
  const named = [first, lastName, first + lastName, lastName + first, company, 'encours']
  return [...named, email ?? '', local ?? '', domain ?? '', domain?.split('.')[0] ?? '']
    .filter((name) => name !== '')
    .map(barely)
}

/** One character throughout, or each the neighbour of the one before: `aaaaaaaaa`, `123456789`, `987654321`. */
function isRun(text: string): boolean {
  const points = [...text].map((character) => character.codePointAt(0) ?? 0)
  const steps = new Set(points.slice(1).map((point, index) => point - (points[index] ?? 0)))
  return steps.size === 1 && [-1, 0, 1].some((step) => steps.has(step))
}

/** Those of the 3,000 commonest passwords that are long enough to be chosen here. */
const COMMON = new Set(
  `qwertyuiop 1234567890 q1w2e3r4t5 password1 qwerty123 asdfghjkl qazwsxedc liverpool 1q2w3e4r5t 4815162342 789456123
  minecraft metallica 147258369 qweasdzxc alexander 123456789a 12345qwert 1234554321 usuckballz1 fktrcfylh password123
  123qweasd fyfcnfcbz 123654789 741852963 spiderman 123456789q 147852369 basketball 1029384756 swordfish microsoft
  qazwsx123 123qweasdzxc valentina butterfly soso123aljg trfnthbyf manchester 1qaz2wsx3edc elizabeth 12345678910
  barcelona 123qwe123 aleksandr q1w2e3r4t5y6 qazxswedc christian 123454321 1123581321 qwerty12345 wolverine 111222333
  ekaterina 1q2w3e4r5t6y panasonic christine anastasia 147896325 123321123 rammstein starcraft 192837465 alexandra
  beautiful 123698745 mailcreated5240 sebastian nuttertools 1122334455 margarita stephanie qazwsxedcrfv amsterdam
  123456qwerty 1234567890q charlotte webmaster terminator qwertyuio september qwerty123456 vkontakte california
  enterprise australia warhammer 123456789z administrator`
    .trim()
    .split(/\s+/),
)
