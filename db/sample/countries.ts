export type Zone = 'france' | 'dach' | 'benelux' | 'south' | 'nordics' | 'isles' | 'east' | 'export'

export type Country = {
  code: string
  zone: Zone
  /** How many customers, and how many of them at most carry a real company's name. */
  count: number
  real: number
  /** As the list of real companies spells it. */
  english: string
  language: string
  /** Of made-up companies; the first ones are the usual ones. */
  forms: string[]
  /** `{id}` in it are the digits of the register number, `{text}` all of it. */
  vat: string
  legalId: string
  mobile: string
  currencies: [string, number][]
}

/**
 * code | zone | customers | real names | name | language | legal forms | VAT number | register number | mobile |
 * currencies
 */
const TABLE = `
FR | france | 620 | 38 | France | fr | SAS; SARL; SA; EURL; SCOP |  |  | 06 39 98 ## ## | EUR 1
DE | dach | 190 | 28 | Germany | de | GmbH; GmbH & Co. KG; AG; KG; e. K. | DE%######## | HRB %#### | 0171 39200## | EUR 1
AT | dach | 40 | 2 | Austria | de | GmbH; GmbH & Co KG; AG; KG | ATU######## | FN %#####@ | 0664 %###### | EUR 1
CH | dach | 60 | 14 | Switzerland | de | AG; GmbH; SA; Sàrl | {text} MWST | CHE-%##.###.### | 079 %## ## ## | CHF 7; EUR 3
BE | benelux | 105 | 2 | Belgium | nl | BV; NV; SRL; SA | BE0%######## | 0%##.###.### | 0470 %# ## ## | EUR 1
NL | benelux | 80 | 28 | Netherlands | nl | B.V.; B.V.; V.O.F.; N.V. | NL%########B0% | %####### | 06 %####### | EUR 1
LU | benelux | 18 | 6 | Luxembourg | fr | S.à r.l.; S.A. | LU%####### | B%##### | 621 %## ### | EUR 1
IT | south | 115 | 14 | Italy | it | S.r.l.; S.p.A.; S.n.c.; S.a.s. | IT0########## | @@-%##### | 347 %###### | EUR 1
ES | south | 110 | 7 | Spain | es | S.L.; S.A.; S.L.U.; S.Coop. | ES{text} | B######## | 612 ## ## ## | EUR 1
PT | south | 45 | 5 | Portugal | pt | Lda.; S.A.; Unipessoal Lda. | PT{id} | 50####### | 91% ### ### | EUR 1
GR | south | 12 | 5 | Greece | el | S.A.; Ltd.; E.P.E. | EL09####### | %########### | 694 %## #### | EUR 1
TR | south | 16 | 1 | Turkey | tr | A.Ş.; Ltd. Şti.; San. ve Tic. A.Ş. |  | %######### | 0532 %## ## ## | EUR 7; USD 3
GB | isles | 95 | 45 | United Kingdom | en | Ltd; Limited; plc; LLP | GB%######## | 0####### | 07700 900### | GBP 8; EUR 2
IE | isles | 22 | 12 | Ireland | en | Ltd; DAC; Ltd | IE%######@@ | %##### | 087 %## #### | EUR 1
SE | nordics | 45 | 15 | Sweden | sv | AB; AB; HB | SE{id}01 | 55####-#### | 070-174 06 ## | SEK 7; EUR 3
DK | nordics | 30 | 4 | Denmark | da | A/S; ApS | DK{id} | %####### | 20 %# ## ## | EUR 1
NO | nordics | 24 | 10 | Norway | nb | AS; ASA; AS | NO{id}MVA | 9## ### ### | 412 ## ### | EUR 1
FI | nordics | 22 | 7 | Finland | fi | Oy; Oyj; Ky | FI{id} | %######-# | 040 %###### | EUR 1
PL | east | 55 | 2 | Poland | pl | Sp. z o.o.; S.A.; Sp. j. | PL%######### | %######## | 60% ### ### | PLN 6; EUR 4
CZ | east | 34 | 2 | Czech Republic | cs | s.r.o.; a.s.; spol. s r.o. | CZ{id} | %####### | 60% ### ### | EUR 1
SK | east | 14 | 1 | Slovak Republic | sk | s.r.o.; a.s. | SK20######## | 3####### | 0905 ### ### | EUR 1
HU | east | 17 | 1 | Hungary | hu | Kft.; Zrt.; Bt. | HU%####### | %#-09-###### | 06 30 %## #### | EUR 1
RO | east | 24 | 0 | Romania | ro | SRL; SA; SRL | RO%####### | J%#/%###/20%# | 0722 ### ### | EUR 1
SI | east | 8 | 0 | Slovenia | sl | d.o.o.; d.d. | SI%####### | %######### | 041 %## ### | EUR 1
HR | east | 8 | 0 | Croatia | hr | d.o.o.; d.d. | HR%########## | 0%####### | 091 %## #### | EUR 1
MA | export | 14 | 0 | Morocco | ar | SARL; SA; SARL AU |  | %#### | 0661 ## ## ## | EUR 1
TN | export | 9 | 0 | Tunisia | ar | SARL; SA |  | %######/@ | 98 ### ### | EUR 1
SN | export | 5 | 0 | Senegal | wo | SARL; SA |  | SN.DKR.20%#.B.%### | 77 %## ## ## | EUR 1
US | export | 30 | 0 | United States | us | Inc.; LLC; Corp.; Co. |  | %#-####### | (917) 555-01## | USD 1
CA | export | 26 | 18 | Canada | us | Inc.; Ltd.; Ltée |  | %######-# | (438) 555-01## | USD 7; EUR 3
MX | export | 11 | 5 | Mexico | es | S.A. de C.V.; S. de R.L. de C.V. |  | @@@9%0###@%# | 55 2%## #### | USD 7; EUR 3
BR | export | 13 | 5 | Brazil | br | Ltda.; S.A. |  | %#.###.###/0001-%# | (11) 9%###-#### | USD 6; EUR 4
JP | export | 16 | 10 | Japan | ja | K.K.; Co., Ltd. |  | %############ | 090-%###-#### | JPY 8; EUR 2
CN | export | 9 | 3 | China | zh | Co., Ltd. |  | 91%#####@@######## | 138 %### #### | USD 6; EUR 4
KR | export | 7 | 3 | Korea | ko | Co., Ltd.; Inc. |  | %##-8#-##### | 010-%###-#### | USD 6; EUR 4
IN | export | 11 | 4 | India | in | Pvt. Ltd.; Ltd. |  | 27@@@@@####@1Z# | 98%## ##### | USD 6; EUR 4
IL | export | 11 | 7 | Israel | he | Ltd. |  | 51####### | 050-%##-#### | USD 5; EUR 5
ZA | export | 9 | 3 | South Africa | za | (Pty) Ltd; Ltd |  | 20%#/######/07 | 082 %## #### | EUR 1
AU | export | 9 | 5 | Australia | au | Pty Ltd; Ltd |  | %# ### ### ### | 0491 570 ### | USD 6; EUR 4
SG | export | 5 | 3 | Singapore | sg | Pte Ltd |  | 20%######@ | 9%## #### | USD 8; EUR 2
AE | export | 6 | 0 | United Arab Emirates | ae | LLC; FZE |  | CN-%###### | 050 %## #### | EUR 6; USD 2; AED 3
`

export const COUNTRIES: Country[] = TABLE.trim().split('\n').map(countryOf)

function countryOf(line: string): Country {
  const [
    code = '',
    zone = '',
    count,
    real,
    english = '',
    language = '',
    forms = '',
    vat = '',
    legalId = '',
    mobile = '',
    currencies = '',
  ] = line.split('|').map((cell) => cell.trim())
  return {
    code,
    zone: zone as Zone,
    count: Number(count),
    real: Number(real),
    english,
    language,
    forms: forms.split('; '),
    vat,
    legalId,
    mobile,
    currencies: currencies.split('; ').map((part): [string, number] => [part.slice(0, 3), Number(part.slice(4))]),
  }
}
