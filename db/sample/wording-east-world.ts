import type { Wording } from './wording-west'

export const WORDING_EAST_WORLD: Record<string, Wording> = {
  el: {
    companies:
      'Afoi {last}; Metalloviomichania {last}; {last} Kataskeves; {brand} Hellas; {last} Trading; {last} Aluminium',
    families: 'Papadopoulos; Georgiou; Nikolaidis; Vasiliou; Ikonomou; Karagiannis; Antoniou; Pappas',
    streets: 'Leoforos Athinon {n}; Ermou {n}; Egnatias {n}; Odos Limanios {n}; Piraios {n}',
  },
  tr: {
    companies:
      '{last} Metal; {last} Makina; {last} Tekstil; {last} İnşaat; {last} Çelik; {last} Otomotiv; {brand}; {last} Döküm',
    streets:
      'Sanayi Caddesi No: {n}; Atatürk Bulvarı No: {n}; İstiklal Caddesi No: {n}; Organize Sanayi Bölgesi {n}. Sokak',
  },
  sv: {
    companies:
      '{last} Mekaniska; {last} Stål; Bröderna {last}; {last} Bygg; {last} Verkstad; {last} & Söner; {brand}; {last} Åkeri; {last} Trä; {last} Plåt; {last} Svets; {last} El',
    streets:
      'Industrigatan {n}; Storgatan {n}; Verkstadsgatan {n}; Järnvägsgatan {n}; Hamngatan {n}; Kungsgatan {n}; Smedjegatan {n}',
  },
  da: {
    companies:
      '{last} Stål; Brdr. {last}; {last} & Sønner; {last} Maskinfabrik; {last} Byg; {brand}; {last} Transport; {last} VVS; {last} Smedie; {last} Emballage; {last} Shipping',
    streets:
      'Industrivej {n}; Havnegade {n}; Nørregade {n}; Smedevej {n}; Vestergade {n}; Jernbanegade {n}; Møllevej {n}',
  },
  nb: {
    companies:
      '{last} Mekaniske; {last} & Sønner; Brødrene {last}; {last} Stål; {last} Bygg; {brand}; {last} Offshore; {last} Transport; {last} Verft; {last} Fisk',
    streets: 'Industriveien {n}; Havnegata {n}; Storgata {n}; Verftsgata {n}; Kirkegata {n}; Sjøgata {n}',
  },
  fi: {
    companies:
      '{last} Konepaja; Konepaja {last}; {last} Teräs; {last} Rakennus; Veljekset {last}; {brand}; {last} Kuljetus; {last} Metalli; {last} Sähkö',
    streets: 'Teollisuuskatu {n}; Satamakatu {n}; Asemakatu {n}; Kauppakatu {n}; Konepajankatu {n}; Rautatienkatu {n}',
  },
  pl: {
    companies:
      '{last} Metal; Zakład Mechaniczny {last}; {last} Transport; Konstrukcje Stalowe {last}; Hurtownia {last}; {brand}; Odlewnia {last}; {last} Budownictwo; Drukarnia {last}; {last} i Synowie; Przedsiębiorstwo Budowlane {last}; Stalmet {city}; {brand} Polska',
    streets:
      'ul. Przemysłowa {n}; ul. Hutnicza {n}; ul. Kolejowa {n}; ul. Fabryczna {n}; ul. Polna {n}; al. Jana Pawła II {n}; ul. Kościuszki {n}; ul. Portowa {n}',
  },
  cs: {
    companies:
      'Strojírna {last}; Kovo {last}; {last} a synové; {last} Stavby; Slévárna {last}; {brand}; {last} Technik; Autodoprava {last}; Tiskárna {last}; Nástrojárna {last}; {brand} {city}',
    streets: 'Průmyslová {n}; Nádražní {n}; Hlavní {n}; Tovární {n}; Husova {n}; Masarykova {n}; Výstavní {n}',
  },
  sk: {
    companies:
      'Strojárne {last}; Kovo {last}; {last} a synovia; {last} Stav; Zlievareň {last}; {brand}; Autodoprava {last}',
    streets: 'Priemyselná {n}; Hlavná {n}; Štúrova {n}; Železničná {n}; Továrenská {n}',
  },
  hu: {
    companies:
      '{last} Gépgyár; {last} Fém; {last} és Társa; {last} Építő; {brand}; {last} Acélszerkezet; {last} Szállítás; {last} Nyomda',
    streets: 'Ipari út {n}.; Kossuth Lajos utca {n}.; Petőfi utca {n}.; Gyár utca {n}.; Rákóczi út {n}.',
  },
  ro: {
    companies:
      '{last} Construct; {last} Metal; Uzina {last}; {last} & Fiii; {brand}; {last} Agro; {last} Trans; {last} Instal; Turnătoria {last}',
    streets:
      'Str. Fabricii nr. {n}; Bd. Unirii nr. {n}; Calea Victoriei nr. {n}; Str. Gării nr. {n}; Str. Industriei nr. {n}',
  },
  sl: {
    companies: 'Kovinarstvo {last}; {last} Transport; {last} Gradbeništvo; {brand}; Strojegradnja {last}',
    streets: 'Industrijska cesta {n}; Slovenska cesta {n}; Prešernova ulica {n}; Tovarniška ulica {n}',
  },
  hr: {
    companies: '{last} Gradnja; {last} Metal; {last} Transport; {brand}; Ljevaonica {last}',
    streets: 'Industrijska ulica {n}; Vukovarska ulica {n}; Radnička cesta {n}; Ulica kralja Tomislava {n}',
  },
  ar: {
    companies:
      'Ets {last}; {last} Métal; {last} Frères; Société {last}; {last} Travaux; Quincaillerie {last}; {last} Équipement; {brand} Maghreb; Comptoir {last}',
    streets:
      '{n} boulevard Mohammed V; {n} avenue Habib Bourguiba; {n} rue de Marseille; Zone industrielle, lot {n}; {n} rue Ibn Sina',
  },
  wo: {
    companies: '{last} BTP; Ets {last} & Fils; {last} Métal; {last} Services; {brand} Sénégal',
    streets: '{n} avenue Cheikh Anta Diop; {n} rue Félix Faure; Zone industrielle, lot {n}; {n} avenue Bourguiba',
  },
  us: {
    companies:
      '{last} Manufacturing; {last} Steel; {last} & Sons; {last} Tool & Die; {city} Metal Works; {last} Supply; {last} Industries; {brand}; {last} Machine; {last} Brothers; {last} Equipment',
    streets:
      '{n}00 Industrial Parkway; {n}20 Commerce Drive; {n}15 Main Street; {n}50 Railroad Avenue; {n}08 Oak Street; {n}40 Lakeshore Boulevard',
  },
  ja: {
    companies: '{last} Seiki; {last} Kogyo; {last} Trading; {last} Seisakusho; {brand} Japan; {last} Kinzoku',
    families: 'Nishikawa; Tanaka; Watanabe; Kobayashi; Morita; Hayashi; Okada; Fujimoto; Yamane',
    streets: '{n}-4 Honmachi; {n}-12 Sakae; {n}-7-3 Marunouchi; {n}-21 Minatomachi',
  },
  zh: {
    companies:
      '{city} {last} Machinery; {city} {last} Metal Products; {last} Import & Export; {city} {last} Fasteners; {last} Precision Casting',
    families: 'Hengda; Jinlong; Huaxin; Xinye; Baoshun; Tianhe; Longteng; Dongsheng',
    streets: 'No. {n} Renmin Road; No. {n} Zhongshan Road; No. {n} Gongye Avenue; No. {n} Jiefang Road',
  },
  ko: {
    companies: '{last} Precision; {last} Steel; {last} Industrial; {last} Machinery; {brand} Korea',
    families: 'Daehwa; Hanbit; Sambong; Dongil; Kumsan; Woosin',
    streets: '{n} Teheran-ro; {n} Jungang-daero; {n} Gongdan-ro; {n} Haean-daero',
  },
  he: {
    companies: '{last} Metals; {last} Industries; {last} & Sons; {brand} Israel; {last} Engineering',
    families: 'Carmel; Galil; Ben-Ami; Shamir; Arad; Harel; Golan',
    streets: '{n} HaTa’asiya Street; {n} Herzl Street; {n} HaNamal Street; {n} Ben Gurion Boulevard',
  },
  in: {
    companies:
      '{last} Forgings; {last} Enterprises; {last} Steel & Alloys; Shree {last} Industries; {last} Engineering Works; {last} Castings',
    streets: 'Plot No. {n}, MIDC; {n} Station Road; {n} Industrial Estate, Phase II; {n} Mahatma Gandhi Road',
  },
  za: {
    companies:
      '{last} Mining Supplies; {last} Engineering; {last} Steel; {last} Brothers; {brand} Africa; {last} Plant Hire',
    streets: '{n} Main Reef Road; {n} Industria Road; {n} Church Street; {n} Voortrekker Road; {n} Harbour Road',
  },
  au: {
    companies:
      '{last} Engineering; {last} Steel; {last} Mining Services; {last} & Sons; {brand} Australia; {last} Fabrication',
    streets: '{n} Industrial Drive; {n} Harbour Street; {n} Pacific Highway; {n} Foundry Road; {n} Railway Parade',
  },
  sg: {
    companies: '{last} Marine; {last} Trading; {last} Engineering; {brand} Asia; {last} Offshore',
    families: 'Tan Brothers; Lim Seng; Ong Hock; Sin Huat; Keng Soon',
    streets: '{n} Jurong Port Road; {n} Tuas Avenue 5; {n} Pioneer Road; {n} Ubi Crescent',
  },
  ae: {
    companies: '{last} Trading; {last} Contracting; {last} Steel; {last} General Trading; {brand} Middle East',
    families: 'Al Noor; Gulf Star; Al Safa; Desert Line; Al Reem; Emirates Crown',
    streets:
      'Sheikh Zayed Road, Warehouse {n}; Al Quoz Industrial Area {n}; Mussafah, M-{n}; Jebel Ali Free Zone, S{n}',
  },
}
