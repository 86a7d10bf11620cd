import {
  COMMENT,
  CURRENCY,
  CUSTOMER_CODE,
  EMAIL,
  FAX,
  FIRST_NAME,
  LANGUAGE,
  LAST_NAME,
  MOBILE,
  PHONE,
  TITLE,
} from './words-of-people'

/** As behind “E-mail” where a heading says whose it is. */
const OF_THE_CONTACT = [
  'of the contact',
  'of contact',
  'du contact',
  'des ansprechpartners',
  'des kontakts',
  'del contacto',
  'do contacto',
  'do contato',
  'del contatto',
  'van contactpersoon',
]

/** How files call the fields of customers. */
export const CUSTOMER_WORDS: Record<string, string> = {
  code: `${CUSTOMER_CODE}, id, number, no, n°, numéro, nummer, nr, código, codice, šifra, kod, cod, numer, kod kundy, 编号, 代码, コード, 番号`,
  name: `name, company, company name, customer name, account name, client name, legal name, debtor name, nom, raison sociale, nom du client,
nom client, société, nom de la société, dénomination, intitulé, firma, firmenname, kundenname, firmenbezeichnung, debitorname, nome, razão social,
empresa, nome da empresa, nome do cliente, nome cliente, denominação, nombre, razón social, nombre del cliente, nombre cliente, nombre de la empresa,
compañía, denominación, ragione sociale, azienda, società, denominazione, naam, bedrijfsnaam, klantnaam, bedrijf, naziv, naziv kupca, tvrtka,
naziv tvrtke, naziv partnera, nazwa, nazwa firmy, nazwa klienta, nazwa kontrahenta, denumire, nume, nume client, denumire client, companie, namn,
företag, företagsnamn, kundnamn, bolag, ünvan, ticari ünvan, firma adı, şirket, şirket adı, müşteri adı, cari ünvan, cari adı, 名称, 公司, 公司名称,
客户名称, 会社名, 顧客名, 得意先名, 取引先名, 名前, 社名`,
  trading_name: `trading name, trade name, dba, brand, commercial name, nom commercial, enseigne, handelsname, markenname, nome comercial, nome fantasia,
nombre comercial, nome commerciale, insegna, handelsnaam, trgovački naziv, trgovačko ime, nazwa handlowa, denumire comercială, nume comercial,
handelsnamn, varumärke, ticari ad, marka, 商号, 商业名称, 屋号`,
  legal_id: `legal id, identifiant légal, company number, company registration number, registration number, registration no, siret, siren, n° siret, numéro siret, duns,
handelsregisternummer, handelsregister, hrb, nif, cnpj, nipc, cif, número de registo, número de registro, rea, numero rea, kvk, kvk nummer,
kvk-nummer, oib, mbs, matični broj, regon, krs, cui, număr de înregistrare, nr reg com, organisationsnummer, orgnr, org nr, mersis no, ticaret sicil no,
sicil no, 统一社会信用代码, 注册号, 法人番号, 登録番号`,
  vat_number: `vat number, vat, vat no, vat id, vat code, vat registration number, tax id, tax number, tin, tva, n° tva, numéro de tva,
numéro tva, tva intracommunautaire, tva intracom, n° tva intracommunautaire, ust-idnr, ust-id, ustid, umsatzsteuer-id, umsatzsteuer-identifikationsnummer,
mwst-nummer, steuernummer, iva, número de iva, contribuinte, número de contribuinte, inscrição estadual, nif iva, número de identificación fiscal,
partita iva, p iva, piva, p. iva, btw, btw-nummer, btw nummer, btw-nr, pdv, pdv broj, pdv id, porezni broj, nip, numer nip, numer vat, cod fiscal, cod tva,
momsnummer, momsregistreringsnummer, momsnr, vergi numarası, vergi no, vkn, 税号, 纳税人识别号, 增值税号, 税務番号, vat番号`,
  street: `street, address, street address, address line, address line 1, address 1, address1, adresse, rue, adresse 1, voie, straße, strasse,
anschrift, straße und hausnummer, endereço, morada, rua, logradouro, dirección, calle, domicilio, indirizzo, via, straat, adres, straatnaam,
straat en huisnummer, adresa, ulica, ulica i kućni broj, ulica i numer, stradă, strada, adresă, gata, gatuadress, adress, sokak, cadde, açık adres, 地址,
街道, 住所, 番地`,
  zip: `zip, zip code, zipcode, postcode, post code, postal code, postalcode, code postal, cp, plz, postleitzahl, cep, código postal, cap,
codice di avviamento postale, codice postale, postnummer, postnr, poštanski broj, kod pocztowy, cod poștal, posta kodu, 邮编, 邮政编码, 郵便番号`,
  city: `city, town, place, locality, ville, commune, localité, ort, stadt, wohnort, cidade, localidade, município, ciudad, población, municipio, città,
comune, località, plaats, woonplaats, stad, grad, mjesto, miasto, miejscowość, oraș, localitate, ort stad, postort, şehir, il, 城市, 市, 市区町村, 都市`,
  region: `region, state, province, county, district, région, département, bundesland, kanton, estado, uf, distrito, região, provincia, región, comunidad
autónoma, regione, provincie, regio, županija, regija, województwo, region woj, județ, regiune, län, landskap, bölge, eyalet, ilçe, 省, 省份, 地区, 都道府県,
地域`,
  country: `country, country code, land, pays, code pays, ländercode, länderkennzeichen, país, paese, nazione, codice paese, código do país, código de país,
landcode, landkod, država, zemlja, kraj, kod kraju, țară, cod țară, ülke, ülke kodu, 国家, 国, 国名, 国コード`,
  language: `${LANGUAGE}, language code, code langue, sprachcode, korrespondenzsprache`,
  payment_term: `payment term, payment terms, terms, terms of payment, conditions de paiement, condition de paiement, condition de règlement, conditions de règlement, délai de paiement, échéance,
zahlungsbedingung, zahlungsbedingungen, zahlungsziel, zahlungskondition, condição de pagamento, condições de pagamento, prazo de pagamento, condiciones de
pago, condición de pago, plazo de pago, condizioni di pagamento, condizione di pagamento, termini di pagamento, betalingsvoorwaarden, betalingsconditie,
betaaltermijn, betalingstermijn, uvjeti plaćanja, rok plaćanja, warunki płatności, termin płatności, condiții de plată, termen de plată,
betalningsvillkor, ödeme koşulu, ödeme koşulları, vade, ödeme vadesi, 付款条件, 账期, 支払条件, 支払サイト`,
  payment_means: `payment means, payment method, means of payment, mode de paiement, moyen de paiement, mode de règlement, moyen de règlement, zahlungsart,
zahlungsweise, zahlungsmittel, zahlweg, forma de pagamento, meio de pagamento, método de pagamento, forma de pago, medio de pago, método de pago, metodo di
pagamento, modalità di pagamento, mezzo di pagamento, betaalmethode, betaalwijze, betalingswijze, način plaćanja, sredstvo plaćanja, forma płatności, sposób
płatności, metoda płatności, metodă de plată, mod de plată, mijloc de plată, betalningssätt, betalningsmetod, ödeme şekli, ödeme yöntemi, ödeme aracı,
付款方式, 支付方式, 支払方法`,
  credit_limit: `credit limit, credit line, limit, encours autorisé, plafond, plafond de crédit, limite de crédit, plafond d'encours, kreditlimit, kreditlinie,
limite de crédito, límite de crédito, limite credito, fido, limite di credito, fido concesso, kredietlimiet, kredietlimit, kreditni limit, limit kredytowy,
limit kredytu, limită de credit, plafon, plafon de credit, kreditgräns, kredi limiti, risk limiti, 信用额度, 授信额度, 与信限度額, 与信枠`,
  currency: CURRENCY,
  groups: `groups, group, customer group, customer groups, segment, category, class, groupe, groupes, groupe de clients, catégorie, famille, gruppe,
gruppen, kundengruppe, kundengruppen, kategorie, klasse, grupo, grupos, grupo de clientes, categoria, categoría, gruppo, gruppi, gruppo clienti, groep,
groepen, klantgroep, categorie, grupa, grupe, grupa kupaca, kategorija, grupy, grupa klientów, kategoria, grup, grupuri, grup de clienți, grupp, grupper,
kundgrupp, kategori, müşteri grubu, 组, 分组, 客户组, 类别, グループ, 顧客グループ, 区分, 分類`,
  collector: `collector, credit controller, credit collector, responsible, owner, account owner, chargé de recouvrement, recouvreur, gestionnaire,
responsable, mahnsachbearbeiter, forderungsmanager, sachbearbeiter, zuständig, cobrador, responsável, responsável pela cobrança, analista de cobrança,
gestor de cobranças, gestor de cobros, gestor, addetto al recupero, responsabile, recupero crediti, incassomedewerker, kredietbeheerder, verantwoordelijke,
referent naplate, odgovorna osoba, windykator, opiekun, responsabil, responsabil încasări, inkasserare, kreditkontrollant, ansvarig, tahsilat sorumlusu,
tahsilatçı, sorumlu, 催收员, 负责人, 催收专员, 回収担当者, 債権回収担当, 担当者`,
  colleagues: `colleagues, colleague, sales rep, sales representative, salesperson, salesman, account manager, collègues, commercial, commerciaux, représentant,
vendeur, kollegen, vertreter, verkäufer, vertriebsmitarbeiter, außendienst, kundenbetreuer, colegas, vendedor, vendedores, comercial, comerciales, agente,
venditore, colleghi, rappresentante, collega's, vertegenwoordiger, verkoper, accountmanager, kolege, komercijalist, prodavač, handlowiec, przedstawiciel
handlowy, koledzy, colegi, agent de vânzări, agent, kollegor, säljare, kundansvarig, çalışma arkadaşları, satış temsilcisi, plasiyer, 同事, 销售, 销售员,
业务员, 同僚, 営業担当, 営業担当者`,
  contact_title: prefixed(`${TITLE}, civilité ou fonction`),
  contact_first_name: `${prefixed(FIRST_NAME)}, ${FIRST_NAME}`,
  contact_last_name: `contact, contact name, contact person, last name or whole name of the contact, nom ou nom complet du contact, ${prefixed(LAST_NAME)}, ${LAST_NAME}, nom du contact, nom contact, interlocuteur, ansprechpartner,
kontaktperson, kontakt, nome do contato, nome do contacto, contato, contacto, pessoa de contato, persona de contacto, nombre de contacto, contatto, referente,
persona di contatto, contactpersoon, kontakt osoba, osoba do kontaktu, osoba kontaktowa, persoană de contact, yetkili, ilgili kişi, irtibat kişisi, 联系人,
联系人姓名, 連絡先担当者, 連絡担当者`,
  contact_email: `${prefixed(EMAIL)}, ${EMAIL}`,
  contact_phone: `${prefixed(PHONE)}, ${PHONE}`,
  contact_mobile: `${prefixed(MOBILE)}, ${MOBILE}`,
  contact_fax: `${prefixed(FAX)}, ${FAX}`,
  blocked: `blocked, on hold, hold, credit hold, stop, locked, bloqué, gesperrt, sperre, liefersperre, gesperrt ja nein, bloqueado, bloccato, blocco,
geblokkeerd, blokiran, blokada, zablokowany, blocat, spärrad, blockerad, bloke, blokeli, 冻结, 已冻结, 锁定, 取引停止, ブロック`,
}

/** Words that stand in customer files and have no field: so that nothing like them is taken for one. */
export const NOT_OF_CUSTOMERS = COMMENT

/** The same words where the file says besides that they are the contact's. */
function prefixed(words: string): string {
  const contacts = ['contact', 'kontakt', 'ansprechpartner', 'contacto', 'contato', 'contatto']
  const after = [...contacts, ...OF_THE_CONTACT]
  return words
    .split(',')
    .map((word) => word.trim())
    .flatMap((word) => [
      ...contacts.map((contact) => `${contact} ${word}`),
      ...after.map((whose) => `${word} ${whose}`),
    ])
    .join(',')
}
