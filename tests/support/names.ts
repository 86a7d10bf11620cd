/** 200 names of people, companies and towns with the letters of many languages. */
export const NAMES: readonly string[] = `
Müller|Jäger|Köhler|Groß|Strauß|Weißenfels|Böhm|Schröder|Krüger|Günther|Lübeck|Düsseldorf|Gebrüder Späth|Hänsel & Söhne|Ärztehaus|Öttinger|Übersee GmbH
Crèche Hélène|Société Générale|Forêt & Fils|Noël|François|Besançon|Île-de-France|Œuvres Sociales|Cœur|Hôtel du Château|Où Aller|Maïs Éthique|Zoë|Élodie
Muñoz|Peña|Núñez|García|Rodríguez|Compañía Española|Ángel|Íñigo|Martínez|Coruña|López e Hijos|Cigüeña
João|Conceição|Guimarães|São Paulo|Araújo|Gonçalves|Leões|Irmãos Simões|Vitória|Três Rios|Antônio|Magalhães
Perché|Città di Forlì|Università|Società Cooperativa|Niccolò|Così|Più Caffè|Cefalù|Libertà
Sørensen|Kjær|Ågård|Bjørn|Møller|Århus|Tromsø|Nørrebro|Ærø|Øresund|Håkon
Åström|Göteborg|Sjögren|Malmö|Västerås|Äldreboende|Örebro|Ståhl|Björkén|Jyväskylä|Mäkelä|Pöllänen
Łódź|Wiśniewski|Dąbrowska|Wójcik|Kowalczyk & Żak|Gdańsk|Zieliński|Jabłoński|Święty|Ćwikła|Poznań|Źródło|Wałęsa|Kępa|Brzęczyszczykiewicz|Część
Dvořák|Černý|Růžička|Novák|Kučera|Němec|Příbram|Šťastný|Žďár|České Budějovice|Plzeň|Ústí|Říha|Háček|Kříž|Tůma
Škoda|Košice|Ľubomír|Kováč|Žilina|Hronský|Ďurica|Bučko|Štúr|Tóth
Kovačić|Šimić|Đorđević|Žagreb|Petrović|Čakovec|Jurić|Matić|Hadžić|Đuro|Šibenik
Erdős|Győr|Hűvös|Kőbánya|Fűtés Kft|Szőke|Csepregi|Székesfehérvár|Győző|Tündér|Péter|Őri
Ștefan|Țepeș|Brașov|Constanța|Iași|Timișoara|Bacău|Ionuț|Mureș|Pitești|Galați
Yıldız|Şahin|Doğan|İzmir|Çelik|Öztürk|Gümüş|Kadıoğlu|Işık|Beşiktaş|İğdır|Ağrı|Güneş
日本商事|株式会社山田|トヨタ自動車|東京電力|大阪ガス|鈴木一郎|佐藤花子|田中|高橋建設|みずほ銀行
北京贸易公司|上海|王小明|李娜|广州电子|深圳|中国银行|张伟|天津|重庆火锅
Smith & Sons|O’Neill|Jones|Acme Ltd`
  .trim()
  .split(/[|\n]/)
