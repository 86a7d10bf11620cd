/** What somebody copied, the codes that exist, and what is meant by it. `asks`: the columns to choose from. */
export type Paste = { from: string; text: string; exist: string[]; codes?: string[]; asks?: string[]; heading?: string }

const THREE = ['00123', '1E5', 'A,1']

/** One column, as the programs that people copy from put it on the clipboard. */
const COLUMNS: Paste[] = [
  { from: 'Excel on Windows', text: '00123\r\n1E5\r\nA,1\r\n', exist: THREE, codes: THREE },
  { from: 'Excel on an old Mac', text: '00123\r1E5\rA,1\r', exist: THREE, codes: THREE },
  { from: 'Excel on a Mac', text: '00123\n1E5\nA,1\n', exist: THREE, codes: THREE },
  { from: 'LibreOffice Calc', text: '00123\n1E5\nA,1', exist: THREE, codes: THREE },
  { from: 'Google Sheets', text: '00123\n1E5\nA,1', exist: [], codes: THREE },
  { from: 'one cell', text: '00123', exist: ['00123'], codes: ['00123'] },
  { from: 'one cell nobody has', text: 'NORD EST', exist: [], codes: ['NORD EST'] },
  { from: 'an empty column', text: '\r\n\r\n\t\r\n \r\n', exist: [], codes: [] },
  { from: 'blank rows between', text: '\n\nC1\n\n\nC2\n\n', exist: [], codes: ['C1', 'C2'] },
  {
    from: 'trailing blanks of a fixed-width report',
    text: 'C1        \nC2        \n',
    exist: ['C1'],
    codes: ['C1', 'C2'],
  },
  { from: 'leading blanks', text: '     C1\n    C22\n', exist: [], codes: ['C1', 'C22'] },
  { from: 'an empty column beside it', text: 'C1\t\r\nC2\t\r\n', exist: [], codes: ['C1', 'C2'] },
  { from: 'an empty column before it', text: '\tC1\r\n\tC2\r\n', exist: [], codes: ['C1', 'C2'] },
  { from: 'mixed line ends', text: 'C1\r\nC2\nC3\rC4', exist: [], codes: ['C1', 'C2', 'C3', 'C4'] },
  {
    from: 'line separators of a PDF',
    text: 'C1\u2028C2\u2029C3\u0085C4\fC5\vC6',
    exist: [],
    codes: ['C1', 'C2', 'C3', 'C4', 'C5', 'C6'],
  },
  { from: 'a column filtered down to repetitions', text: 'C1\nC1\nc1\n', exist: ['C1'], codes: ['C1', 'C1', 'c1'] },
  { from: 'codes in small letters', text: 'fr-1\nfr-2', exist: ['FR-1', 'FR-2'], codes: ['fr-1', 'fr-2'] },
]

/** Signs nobody sees. */
const UNSEEN: Paste[] = [
  { from: 'a file that begins with a byte order mark', text: '\ufeffC1\nC2', exist: ['C1', 'C2'], codes: ['C1', 'C2'] },
  { from: 'no-break spaces of a web page', text: '\u00a0C1\u00a0\n\u00a0C2', exist: ['C1', 'C2'], codes: ['C1', 'C2'] },
  { from: 'narrow no-break spaces', text: '\u202fC1\nC2\u202f', exist: [], codes: ['C1', 'C2'] },
  {
    from: 'zero-width spaces of a chat',
    text: 'C\u200b1\nC2\u200d\n\u2060C3',
    exist: ['C1', 'C2', 'C3'],
    codes: ['C1', 'C2', 'C3'],
  },
  { from: 'soft hyphens of Word', text: 'FR\u00ad001\nFR\u00ad002', exist: ['FR001'], codes: ['FR001', 'FR002'] },
  { from: 'marks of direction', text: '\u200eC1\u200f\n\u202aC2\u202c', exist: [], codes: ['C1', 'C2'] },
  {
    from: 'a full-width keyboard',
    text: '００１２３\nＡ－１',
    exist: ['00123', 'A-1'],
    codes: ['００１２３', 'Ａ－１'],
  },
  { from: 'ideographic spaces', text: '\u3000C1\u3000\n\u3000C2', exist: [], codes: ['C1', 'C2'] },
  { from: 'a no-break space inside a code', text: 'NORD\u00a0EST', exist: ['NORD EST'], codes: ['NORD\u00a0EST'] },
  { from: 'a terminal', text: 'C1\u0000\nC2\u0007', exist: [], codes: ['C1', 'C2'] },
]

/** What programs put around a code. */
const DRESSED: Paste[] = [
  { from: 'the apostrophe that marks text', text: "'00123\n'1E5", exist: ['00123'], codes: ['00123', '1E5'] },
  {
    from: 'a code that begins with an apostrophe',
    text: "'S-GRAVEN\n'00123",
    exist: ["'S-GRAVEN", '00123'],
    codes: ["'S-GRAVEN", '00123'],
  },
  { from: 'a formula that keeps the zeros', text: '="00123"\n="00124"', exist: ['00123'], codes: ['00123', '00124'] },
  { from: 'a CSV with everything in quotes', text: '"C1"\n"C2"\n', exist: ['C1'], codes: ['C1', 'C2'] },
  { from: 'quotes within quotes', text: '"A,1"\n"B ""x"""\n', exist: ['A,1', 'B "x"'], codes: ['A,1', 'B "x"'] },
  {
    from: 'a cell of several lines, as Excel copies it',
    text: '"C1\nC2"\r\nC3\r\n',
    exist: ['C1'],
    codes: ['C1', 'C2', 'C3'],
  },
  { from: 'a quote that nobody closed', text: '"C1\nC2\nC3', exist: ['C2'], codes: ['"C1', 'C2', 'C3'] },
  { from: 'an SQL list', text: "'C1',\n'C2',\n'C3'", exist: ['C1', 'C2', 'C3'], codes: ['C1', 'C2', 'C3'] },
  { from: 'typographic quotes of Word', text: '“C1”\n« C2 »\n„C3“', exist: ['C1', 'C2'], codes: ['C1', 'C2', 'C3'] },
  { from: 'bullets of an e-mail', text: '• C1\n• C2\n', exist: ['C1', 'C2'], codes: ['C1', 'C2'] },
  { from: 'hyphens of an e-mail', text: '- C1\n- C2\n', exist: ['C1', 'C2'], codes: ['C1', 'C2'] },
  { from: 'stars of a chat', text: '* C1\n* C2', exist: ['C1', 'C2'], codes: ['C1', 'C2'] },
  { from: 'a numbered list', text: '1. C1\n2. C2\n3) C3', exist: ['C1', 'C2', 'C3'], codes: ['C1', 'C2', 'C3'] },
  { from: 'a quoted e-mail', text: '> C1\n>> C2\n> > C3', exist: ['C1', 'C2', 'C3'], codes: ['C1', 'C2', 'C3'] },
  { from: 'sentences that end', text: 'C1,\nC2;\nC3.', exist: ['C1', 'C2', 'C3'], codes: ['C1', 'C2', 'C3'] },
  { from: 'a code that ends with a full stop', text: 'C1.\nC2.', exist: ['C1.', 'C2'], codes: ['C1.', 'C2'] },
  {
    from: 'names with the code in brackets',
    text: 'Dupont SA (C1)\nBerg (C2)',
    exist: ['C1', 'C2'],
    codes: ['C1', 'C2'],
  },
  {
    from: 'codes that begin with a sign',
    text: '-1\n*2\n+3\n>4',
    exist: ['-1', '*2', '+3', '>4'],
    codes: ['-1', '*2', '+3', '>4'],
  },
]

/** Codes strung together, and codes that hold what strings others together. */
const STRUNG: Paste[] = [
  { from: 'commas in a line', text: 'C1, C2,C3', exist: ['C1', 'C2'], codes: ['C1', 'C2', 'C3'] },
  { from: 'semicolons in a line', text: 'C1; C2;C3 ;', exist: [], codes: ['C1', 'C2', 'C3'] },
  { from: 'spaces in a line', text: 'C1 C2  C3', exist: ['C1', 'C3'], codes: ['C1', 'C2', 'C3'] },
  { from: 'a row copied across', text: '00123\t1E5\tC3', exist: ['00123', '1E5'], codes: ['00123', '1E5', 'C3'] },
  { from: 'a row copied across that nobody has', text: 'X1\tX2\tX3', exist: [], codes: ['X1', 'X2', 'X3'] },
  { from: 'a line of codes that nobody has', text: 'X1, X2, X3', exist: [], codes: ['X1', 'X2', 'X3'] },
  { from: 'a comma inside a code', text: 'A,1', exist: ['A,1'], codes: ['A,1'] },
  { from: 'a comma inside a code that nobody has', text: 'A,1', exist: [], codes: ['A,1'] },
  { from: 'a semicolon inside a code', text: 'A;1\nB;2', exist: ['A;1', 'B;2'], codes: ['A;1', 'B;2'] },
  { from: 'a space inside a code', text: 'NORD EST\nSUD', exist: ['NORD EST', 'SUD'], codes: ['NORD EST', 'SUD'] },
  {
    from: 'spaces inside codes, commas between',
    text: 'NORD EST, SUD OUEST',
    exist: ['NORD EST', 'SUD OUEST'],
    codes: ['NORD EST', 'SUD OUEST'],
  },
  { from: 'a slash inside a code', text: '12/3\n12/4', exist: ['12/3'], codes: ['12/3', '12/4'] },
  {
    from: 'a list that an e-mail broke',
    text: 'C1; C2;\nC3; C4;\nC5',
    exist: ['C1', 'C2', 'C4', 'C5'],
    codes: ['C1', 'C2', 'C3', 'C4', 'C5'],
  },
  {
    from: 'commas, semicolons and spaces',
    text: 'C1, C2; C3 C4',
    exist: ['C1', 'C2', 'C3', 'C4'],
    codes: ['C1', 'C2', 'C3', 'C4'],
  },
  {
    from: 'wildcards and escapes',
    text: "%\n_\n\\\n'; drop table customers; --",
    exist: ['%'],
    codes: ['%', '_', '\\', '; drop table customers; --'],
  },
]

/** Several columns, and headings. */
const TABLES: Paste[] = [
  {
    from: 'code and name from Excel',
    text: 'C1\tDupont SA\r\nC2\tBerg, AS\r\n',
    exist: ['C1', 'C2'],
    codes: ['C1', 'C2'],
  },
  {
    from: 'name and code from Excel',
    text: 'Dupont SA\tC1\r\nBerg\tC2\r\nLarsen\tC9',
    exist: ['C1', 'C2'],
    codes: ['C1', 'C2', 'C9'],
  },
  {
    from: 'a French CSV opened in a text editor',
    text: 'C1;Dupont SA;Paris\nC2;Berg;Oslo',
    exist: ['C1', 'C2'],
    codes: ['C1', 'C2'],
  },
  {
    from: 'an English CSV opened in a text editor',
    text: '"C1","Dupont, SA"\n"C2","Berg"',
    exist: ['C1', 'C2'],
    codes: ['C1', 'C2'],
  },
  {
    from: 'an address of several lines beside the code',
    text: 'C1\t"12 rue X\nParis"\tFR\nC2\tOslo\tNO',
    exist: ['C1', 'C2'],
    codes: ['C1', 'C2'],
  },
  {
    from: 'codes and names in an e-mail',
    text: 'C1 Dupont SA\nC2 - Berg\nC3: Larsen',
    exist: ['C1', 'C2', 'C3'],
    codes: ['C1', 'C2', 'C3'],
  },
  {
    from: 'an amount that happens to be a code',
    text: Array.from({ length: 9 }, (_, n) => `C${n}\t${n === 3 ? 100 : n + 0.5}`).join('\n'),
    exist: ['100', ...Array.from({ length: 9 }, (_, n) => `C${n}`)],
    codes: Array.from({ length: 9 }, (_, n) => `C${n}`),
  },
  {
    from: 'a heading',
    text: 'Code client\r\nC1\r\nC2\r\n',
    exist: ['C1', 'C2'],
    codes: ['Code client', 'C1', 'C2'],
    heading: 'Code client',
  },
  {
    from: 'headings of several columns',
    text: 'Kundennr.\tName\nC1\tDupont\nC2\tBerg',
    exist: ['C1', 'C2'],
    codes: ['Kundennr', 'C1', 'C2'],
    heading: 'Kundennr',
  },
  {
    from: 'a heading with accents',
    text: 'N° de compte\nC1',
    exist: ['C1'],
    codes: ['N° de compte', 'C1'],
    heading: 'N° de compte',
  },
  { from: 'an unknown code that stands first', text: 'ACME\nC1', exist: ['C1'], codes: ['ACME', 'C1'] },
  {
    from: 'two columns of codes',
    text: 'C1\tP1\nC2\tP1\nC3\tP2',
    exist: ['C1', 'C2', 'C3', 'P1', 'P2'],
    asks: ['tab.1', 'tab.2', 'tab.all'],
  },
  { from: 'two columns of which nobody has any', text: 'Dupont\t123\nBerg\t124', exist: [], asks: ['tab.1', 'tab.2'] },
  {
    from: 'a code, its group and its name in one row',
    text: 'C1\tP1\tDupont\tParis\tFR',
    exist: ['C1', 'P1'],
    asks: ['tab.1', 'tab.2', 'tab.all'],
  },
]

export const PASTES: readonly Paste[] = [...COLUMNS, ...UNSEEN, ...DRESSED, ...STRUNG, ...TABLES]
