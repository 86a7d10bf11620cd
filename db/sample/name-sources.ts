import {
  cs_CZ,
  da,
  de,
  de_CH,
  el,
  en_AU,
  en_HK,
  en_IN,
  en_ZA,
  es,
  fi,
  fr,
  fr_CH,
  fr_SN,
  he,
  hr,
  hu,
  it,
  ja,
  ko,
  type LocaleDefinition,
  nb_NO,
  nl,
  nl_BE,
  pl,
  pt_BR,
  pt_PT,
  ro,
  sk,
  sl_SI,
  sv,
  tr,
  zh_CN,
} from '@faker-js/faker'

/** `lists` replaces given names that faker has too few or too quaint ones of. */
export type NameSource = {
  locales: LocaleDefinition[]
  titles: [male: string, female: string] | null
  lists?: { male: string; female: string; last?: string }
}

const ITALIAN = {
  male: 'Marco; Luca; Andrea; Alessandro; Giuseppe; Stefano; Roberto; Paolo; Francesco; Davide; Matteo; Simone; Fabio; Giorgio; Massimo; Enrico; Federico; Claudio',
  female:
    'Giulia; Francesca; Chiara; Elena; Sara; Laura; Silvia; Paola; Anna; Valentina; Martina; Federica; Barbara; Monica; Roberta; Alessia; Cristina; Daniela',
}
const FRENCH = {
  male: 'Nicolas; Julien; Thomas; Pierre; Philippe; Laurent; Stéphane; Christophe; Olivier; Frédéric; David; Sébastien; Éric; Pascal; Alexandre; Vincent; Guillaume; Antoine; Mathieu; Bruno; Thierry; Jérôme; François; Maxime; Benoît; Arnaud; Jean-Marc; Rémi; Gilles; Hugo; Mickaël; Fabrice; Xavier; Yann; Loïc; Jean-Pierre; Didier; Cédric; Quentin; Hervé',
  female:
    'Sophie; Isabelle; Nathalie; Céline; Sandrine; Valérie; Stéphanie; Aurélie; Julie; Émilie; Christine; Catherine; Virginie; Véronique; Laetitia; Élodie; Sylvie; Caroline; Anne; Camille; Laura; Patricia; Florence; Corinne; Delphine; Pauline; Martine; Marion; Audrey; Mathilde; Claire; Karine; Hélène; Séverine; Chloé; Brigitte; Marie-Claude; Lucie; Amandine; Agnès',
}
const POLISH = {
  male: 'Piotr; Krzysztof; Andrzej; Tomasz; Paweł; Marcin; Michał; Marek; Grzegorz; Łukasz; Adam; Wojciech; Jakub; Rafał; Dariusz; Maciej; Zbigniew; Jacek',
  female:
    'Anna; Katarzyna; Małgorzata; Agnieszka; Barbara; Ewa; Magdalena; Joanna; Monika; Aleksandra; Dorota; Justyna; Beata; Renata; Elżbieta; Iwona; Karolina; Natalia',
}
const ARABIC = {
  male: 'Mohamed; Youssef; Karim; Ahmed; Rachid; Hicham; Omar; Anis; Mehdi; Khaled; Samir; Nabil; Tarek; Walid',
  female: 'Fatima; Leïla; Nadia; Salma; Amina; Rim; Sonia; Houda; Meriem; Yasmine; Samira; Khadija; Imane; Ines',
  last: 'Benali; El Amrani; Bennani; Haddad; Trabelsi; Mansouri; Ben Salah; Alaoui; Chraibi; Gharbi; Jaziri; Tazi; Berrada; Khelifi; Saidi; Belhadj; Idrissi; Zouari',
}

const BRITISH = {
  male: 'James; Oliver; Thomas; Daniel; Andrew; Simon; Peter; David; Mark; Paul; Stephen; Michael; Robert; Ian; Graham; Neil; Patrick; Sean; Matthew; George; Alan; Christopher',
  female:
    'Emma; Sarah; Claire; Rachel; Helen; Karen; Julie; Susan; Laura; Alison; Fiona; Rebecca; Charlotte; Jane; Joanne; Nicola; Lucy; Hannah; Catherine; Louise; Amy; Deborah',
  last: 'Smith; Harrison; Wright; Turner; Cooper; Hughes; Walker; Marsh; Pemberton; Ashworth; Barlow; Thornton; Kendrick; Holloway; Fletcher; Baxter; Carrick; Doyle; Murphy; Gallagher; Sinclair; MacLeod; Fraser; Hartley; Whitaker; Bradshaw; Shelton; Hopkins; Prescott; Langley; Stanton; Ridley; Osborne; Clayton; Mercer; Webster; Brennan; Kavanagh; Sutcliffe; Ellison; Redfern; Tanner; Lockwood; Hargreaves; Dalton; Nolan; Whitmore; Chambers; Armitage; Crawford; Pritchard; Bennett; Dawson; Garrett; Kirby; Norris',
}

export const ENGLISH: NameSource = { locales: [en_AU], titles: ['Mr', 'Ms'], lists: BRITISH }
export const NAME_SOURCES: Record<string, NameSource> = {
  fr: { locales: [fr], titles: ['M.', 'Mme'], lists: FRENCH },
  'fr-CH': { locales: [fr_CH], titles: ['M.', 'Mme'] },
  de: { locales: [de], titles: ['Herr', 'Frau'] },
  'de-CH': { locales: [de_CH], titles: ['Herr', 'Frau'] },
  nl: { locales: [nl], titles: ['Dhr.', 'Mevr.'] },
  'nl-BE': { locales: [nl_BE], titles: ['Dhr.', 'Mevr.'] },
  it: { locales: [it], titles: ['Sig.', 'Sig.ra'], lists: ITALIAN },
  es: { locales: [es], titles: ['Sr.', 'Sra.'] },
  pt: { locales: [pt_PT], titles: ['Sr.', 'Sra.'] },
  br: { locales: [pt_BR], titles: ['Sr.', 'Sra.'] },
  el: { locales: [el], titles: null },
  tr: { locales: [tr], titles: null },
  sv: { locales: [sv], titles: null },
  da: { locales: [da], titles: null },
  nb: { locales: [nb_NO], titles: null },
  fi: { locales: [fi], titles: null },
  pl: { locales: [pl], titles: ['Pan', 'Pani'], lists: POLISH },
  cs: { locales: [cs_CZ], titles: ['Pan', 'Paní'] },
  sk: { locales: [sk], titles: ['Pán', 'Pani'] },
  hu: { locales: [hu], titles: null },
  ro: { locales: [ro], titles: ['Dl.', 'Dna.'] },
  sl: { locales: [sl_SI], titles: null },
  hr: { locales: [hr], titles: null },
  ar: { locales: [fr], titles: ['M.', 'Mme'], lists: ARABIC },
  ae: { locales: [en_AU], titles: ['Mr', 'Ms'], lists: ARABIC },
  wo: { locales: [fr_SN], titles: ['M.', 'Mme'] },
  ja: { locales: [ja], titles: null },
  zh: { locales: [zh_CN], titles: null },
  ko: { locales: [ko], titles: null },
  he: { locales: [he], titles: null },
  in: { locales: [en_IN], titles: ['Mr', 'Ms'] },
  za: { locales: [en_ZA], titles: ['Mr', 'Ms'] },
  sg: { locales: [en_HK, en_AU], titles: ['Mr', 'Ms'] },
}
