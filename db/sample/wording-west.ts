/**
 * How companies are called and streets are written. `{last}` is a family name, `{city}` the city, `{of}` French for of
 * it, `{brand}` a coined word, `{n}` a house number. Where `families` stands, company names are made from it and not
 * from the people's names.
 */
export type Wording = { companies: string; streets: string; families?: string }

export const WORDING_WEST: Record<string, Wording> = {
  fr: {
    companies:
      'Chaudronnerie {last}; Ets {last} & Fils; Constructions métalliques {last}; Mécanique {last}; Serrurerie {last}; Fonderie {last}; Tôlerie {last}; Métallerie {last}; {last} Industries; Menuiserie {last}; Ateliers {last}; Charpentes {last}; {last} & Associés; Matériaux {last}; {last} BTP; Quincaillerie {last}; Négoce {last}; Ascenseurs {last}; Carrosserie {last}; Équipements {last}; {last} Frères; {last} Usinage; Soudure {last}; {brand}; {brand} {city}; Emballages {last}; Imprimerie {last}; Laboratoires {last}; Papeteries {last}; Chantiers {last}; Électricité {last}; {last} Automobiles; Garage {last}; Machines agricoles {last}; Chauffage {last}; Transports {last}; Décolletage {last}; Maçonnerie {last}; Couverture {last}; Scierie {last}; Verrerie {last}; {last} Distribution; Comptoir industriel {of}; Câbleries {last}; Outillage {last}; Atelier {last}; {last} Habitat; Fermetures {last}; Ferronnerie {last}; Caves {last}',
    streets:
      '{n} rue de l’Industrie; {n} avenue Jean Jaurès; {n} rue Pasteur; {n} rue des Artisans; ZI Nord, {n} rue Ampère; {n} boulevard Gambetta; {n} rue Victor Hugo; {n} route de Paris; {n} rue de la République; {n} quai de la Gare; {n} chemin des Vignes; {n} rue Gustave Eiffel; {n} allée des Peupliers; {n} avenue du Général Leclerc; ZA des Prés, lot {n}; {n} rue du Moulin; {n} impasse de la Forge; {n} bis rue Lavoisier; {n} rue Denis Papin; {n} avenue de l’Europe; {n} rue des Tanneurs; {n} rue du Port; {n} cours Lafayette; {n} rue Voltaire',
  },
  de: {
    companies:
      'Metallbau {last}; Stahlbau {last}; {last} Maschinenbau; {last} & Söhne; {last} Werkzeugbau; Gebrüder {last}; {last} Blechtechnik; {last} Logistik; Autohaus {last}; {last} Bau; Schlosserei {last}; {last} Elektrotechnik; {last} Anlagenbau; Drahtwerk {last}; Gießerei {last}; {last} Verpackungen; {last} Baustoffe; Stahlhandel {last}; {brand}; Stadtwerke {city}; Maschinenfabrik {last}; {last} Präzisionsteile; Druckerei {last}; Schreinerei {last}; {last} Fördertechnik; {last} Gebäudetechnik; Spedition {last}; {last} Zerspanung; Zimmerei {last}; {last} Dichtungen; {brand} Systemtechnik',
    streets:
      'Industriestraße {n}; Hauptstraße {n}; Bahnhofstraße {n}; Gewerbering {n}; Daimlerstraße {n}; Robert-Bosch-Straße {n}; Am Hafen {n}; Lindenstraße {n}; Siemensstraße {n}; Mühlweg {n}; Goethestraße {n}; Otto-Hahn-Straße {n}; An der Ziegelei {n}; Gartenstraße {n}; Dieselstraße {n}; Werkstraße {n}',
  },
  nl: {
    companies:
      '{last} Bouw; {last} Metaal; Gebroeders {last}; Constructiebedrijf {last}; {last} Techniek; {last} Staalbouw; Machinefabriek {last}; {last} & Zonen; Drukkerij {last}; Groothandel {last}; {last} Transport; Installatiebedrijf {last}; Garage {last}; Lasbedrijf {last}; {last} Verpakkingen; {brand}; {last} Logistics; Scheepswerf {last}; Handelsonderneming {last}; {last} Interieur; {brand} {city}; Kwekerij {last}; {last} Dakwerken',
    streets:
      'Industrieweg {n}; Stationsstraat {n}; Havenstraat {n}; Nijverheidsweg {n}; Kerkstraat {n}; Ambachtsweg {n}; Molenstraat {n}; Transportweg {n}; Dorpsstraat {n}; Handelskade {n}; Energieweg {n}; Nieuwstraat {n}',
  },
  en: {
    companies:
      '{last} Engineering; {last} & Sons; {last} Fabrications; {last} Metals; {last} Brothers; {last} Construction; {last} Steel; {last} Tooling; {last} Precision; {city} Castings; {last} Packaging; {last} Motors; {last} Builders Merchants; {last} Logistics; {last} Industries; {brand}; {last} Machine Works; {last} Electrical; {last} Joinery; {city} Boiler Works; {last} Fasteners; {last} Joinery & Glass',
    streets:
      '{n} Station Road; Unit {n}, Riverside Industrial Estate; {n} High Street; {n} Mill Lane; {n} Victoria Street; Unit {n}, Park Royal Business Park; {n} Canal Street; {n} Church Road; {n} Albert Road; {n} Foundry Lane; {n} Wharf Road; {n} King Street',
  },
  it: {
    companies:
      'Officine {last}; Carpenteria {last}; {last} Costruzioni; Fonderie {last}; Meccanica {last}; Fratelli {last}; Acciai {last}; Edil {last}; {last} Impianti; Ferramenta {last}; Autotrasporti {last}; Tipografia {last}; Ceramiche {last}; {last} & Figli; Torneria {last}; Utensileria {last}; Imballaggi {last}; {brand}; Cantieri {last}; Rubinetterie {last}; Serramenti {last}; {brand} Italia',
    streets:
      'Via dell’Industria, {n}; Via Roma, {n}; Via Garibaldi, {n}; Corso Italia, {n}; Via dell’Artigianato, {n}; Via Enrico Fermi, {n}; Viale della Stazione, {n}; Via Mazzini, {n}; Via Marconi, {n}; Via Galileo Galilei, {n}; Strada Provinciale, {n}; Via Leonardo da Vinci, {n}',
  },
  es: {
    companies:
      'Talleres {last}; Construcciones {last}; Metalúrgica {last}; Hijos de {last}; {last} Hermanos; Suministros Industriales {last}; Estructuras {last}; Ferretería {last}; Mecanizados {last}; Transportes {last}; Fundiciones {last}; Calderería {last}; Grupo {last}; Maquinaria {last}; Envases {last}; Aceros {last}; Instalaciones {last}; {brand}; Artes Gráficas {last}; Comercial {last}; Cristalería {last}; Carpintería {last}',
    streets:
      'Calle de la Industria, {n}; Polígono Industrial Las Viñas, nave {n}; Avenida de la Constitución, {n}; Calle Mayor, {n}; Calle del Puerto, {n}; Avenida de Europa, {n}; Calle San Juan, {n}; Carretera Nacional, km {n}; Calle Cervantes, {n}; Calle de los Herreros, {n}; Paseo de la Estación, {n}',
  },
  pt: {
    companies:
      'Metalúrgica {last}; Construções {last}; Irmãos {last}; Serralharia {last}; {last} & Filhos; Fundição {last}; Transportes {last}; Ferragens {last}; Moldes {last}; Indústrias {last}; Oficina {last}; Comercial {last}; Equipamentos {last}; {brand}; Gráfica {last}; Cerâmica {last}; Caixilharia {last}',
    streets:
      'Rua da Indústria, {n}; Avenida da Liberdade, {n}; Zona Industrial, lote {n}; Rua do Comércio, {n}; Rua Direita, {n}; Estrada Nacional, {n}; Rua da Fábrica, {n}; Rua 25 de Abril, {n}; Travessa do Forno, {n}',
  },
  br: {
    companies:
      'Metalúrgica {last}; Indústrias {last}; Irmãos {last}; Autopeças {last}; Usinagem {last}; Fundição {last}; {last} Máquinas; Comercial {last}; {brand} do Brasil; Estruturas Metálicas {last}',
    streets:
      'Rua XV de Novembro, {n}; Avenida Brasil, {n}; Rua das Indústrias, {n}; Avenida Getúlio Vargas, {n}; Rodovia BR-101, km {n}; Rua Sete de Setembro, {n}',
  },
}
