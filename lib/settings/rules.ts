/** ISO 3166-1 alpha-2, and Kosovo's XK as everybody writes it. */
export const COUNTRIES: readonly string[] = `
AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC
CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD
GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH
KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW
MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC
SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY
UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW XK`
  .trim()
  .split(/\s+/)

export function isCountry(code: string): boolean {
  return COUNTRIES.includes(code)
}

export function currencies(): string[] {
  return Intl.supportedValuesOf('currency')
}

export function isCurrency(code: string): boolean {
  return currencies().includes(code)
}

/** UTC is a zone that the runtime knows but does not list. */
export function timeZones(): string[] {
  return [...new Set([...Intl.supportedValuesOf('timeZone'), 'UTC'])].sort()
}

/** Whether the runtime can reckon in this zone: also by another of its names, which other browsers list. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z][\w+/-]*$/.test(name)) return false
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

/**
 * A rate as decimal text, or undefined: above nothing, below a million, with a comma or a point before at most eight
 * decimals.
 */
export function readRate(typed: string): string | undefined {
  const [, whole, decimals = ''] = /^(\d{1,6})(?:[.,](\d{1,8}))?$/.exec(typed.replace(/\s/gu, '')) ?? []
  if (whole === undefined || !/[1-9]/.test(whole + decimals)) return undefined
  return `${whole.replace(/^0+(?=\d)/, '')}.${decimals.padEnd(8, '0')}`
}
