import type { Country } from './countries'
import type { Random } from './random'

/** A register number and a VAT number of the right shape; in France with the right check digits. */
export function identifiersOf(random: Random, country: Country): { legalId: string; vatNumber: string | null } {
  if (country.code === 'FR') {
    const siren = luhn(random.fill('%#######'))
    const key = (12 + 3 * (Number(siren) % 97)) % 97
    return { legalId: siren, vatNumber: `FR${String(key).padStart(2, '0')}${siren}` }
  }
  if (country.code === 'BE') {
    const eight = random.fill('4#######')
    const number = `0${eight.slice(0, 7)}${String(97 - (Number(eight.slice(0, 7)) % 97)).padStart(2, '0')}`
    return { legalId: number.replace(/^(....)(...)(...)$/, '$1.$2.$3'), vatNumber: `BE${number}` }
  }
  const legalId = random.fill(country.legalId)
  const vat = random.fill(country.vat).replace('{id}', legalId.replace(/\D/g, '')).replace('{text}', legalId)
  return { legalId, vatNumber: vat || null }
}

/** The digits with the one behind them that makes the Luhn sum come out. */
function luhn(digits: string): string {
  const sum = [...digits].reverse().reduce((total, digit, position) => {
    const doubled = Number(digit) * (position % 2 === 0 ? 2 : 1)
    return total + (doubled > 9 ? doubled - 9 : doubled)
  }, 0)
  return `${digits}${(10 - (sum % 10)) % 10}`
}
