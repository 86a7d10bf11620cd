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

/** How files call the fields of contacts. */
export const CONTACT_WORDS: Record<string, string> = {
  customer_code: CUSTOMER_CODE,
  last_name: `${LAST_NAME}, name, contact, contact name, full name, nom, nom du contact, nome, nome completo, nombre, nombre completo, naam, nazwa, nume,
namn, kontakt, ansprechpartner, ad soyad, 姓名, 联系人, 氏名, 名前`,
  first_name: FIRST_NAME,
  external_id: `external id, number in the erp, numéro dans l'erp, contact id, contact number, contact no, reference, ext id, id, identifiant, identifiant externe, référence, n° contact, externe id,
kontaktnummer, kontakt-id, id externo, id do contato, id do contacto, referência, id de contacto, referencia, id esterno, id contatto, riferimento, extern id,
contactnummer, vanjski id, id kontakta, identyfikator, id kontaktu, id extern, externt id, kontakt id, harici id, dış kimlik, 外部编号, 联系人编号, 外部id`,
  title: TITLE,
  role: `role, function, position, job title, job, rôle, fonction, poste, rolle, funktion, position im unternehmen, stellung, função, cargo, papel, función, puesto,
rol, ruolo, funzione, mansione, qualifica, functie, uloga, funkcija, radno mjesto, rola, funkcja, stanowisko, funcție, roll, befattning, görev, pozisyon,
角色, 职位, 职务, 役割, 役職`,
  email: EMAIL,
  phone: PHONE,
  mobile: MOBILE,
  fax: FAX,
  language: LANGUAGE,
  for_collection: `for collection, contact for collection, collection, collection contact, main contact, primary contact, dunning contact, primary, contact de recouvrement, contact pour le recouvrement,
pour le recouvrement, contact de relance, destinataire des relances, contact principal, relance, mahnkontakt, für mahnungen, hauptkontakt, hauptansprechpartner, para cobrança, contato de cobrança, contato principal,
contacto principal, para cobro, contacto de cobro, per recupero, contatto principale, contatto recupero, voor incasso, hoofdcontact, za naplatu, glavni kontakt,
do windykacji, główny kontakt, kontakt windykacyjny, pentru încasări, contact principal de plată, för inkasso, huvudkontakt, tahsilat için, ana kişi, 催收联系人,
主要联系人, 督促先, 主担当`,
  in_copy: `in copy, in copy of reminders, en copie des relances, cc, copy, en copie, copie, in kopie, kopie, em cópia, cópia, en copia, copia, in copia, u kopiji, kopija, do wiadomości, kopia, în copie,
kopia till, bilgi, kopya, 抄送, 写し, cc送付`,
  comment: COMMENT,
}

/** How files call the fields of items. */
export const ITEM_WORDS: Record<string, string> = {
  customer_code: CUSTOMER_CODE,
  number: `number, no, invoice, invoice number, invoice no, invoice id, document number, document no, doc no, item number, reference, numéro, n°, numéro de facture,
n° facture, facture, numéro de pièce, n° pièce, pièce, référence, nummer, nr, rechnungsnummer, rechnungsnr, rechnung, rechnungs-nr, belegnummer, belegnr, beleg,
número, nº, fatura, número da fatura, nota fiscal, nº fatura, número do documento, documento, factura, número de factura, nº factura, número de documento,
numero, fattura, numero fattura, n fattura, numero documento, factuur, factuurnummer, factuurnr, documentnummer, broj, broj računa, račun, broj dokumenta, numer,
faktura, numer faktury, nr faktury, numer dokumentu, nr dokumentu, număr, factură, număr factură, nr factură, număr document, fakturanummer, fakturanr,
verifikationsnummer, numara, fatura no, fatura numarası, belge no, evrak no, 编号, 发票号, 发票号码, 单据号, 番号, 請求書番号, 伝票番号, 請求番号`,
  type: `type, document type, doc type, item type, kind, transaction type, type de pièce, type de document, nature, art, belegart, dokumentart, typ, tipo, tipo de
documento, tipo documento, soort, documenttype, soort document, vrsta, vrsta dokumenta, tip, typ dokumentu, rodzaj, rodzaj dokumentu, tip document, dokumenttyp,
tür, belge türü, evrak türü, tip belge, 类型, 单据类型, 種類, 伝票種別, 区分`,
  issue_date: `issue date, date, invoice date, document date, posting date, date of issue, issued, date d'émission, date de facture, date facture, date de pièce,
date pièce, datum, rechnungsdatum, belegdatum, ausstellungsdatum, data, data de emissão, data da fatura, data de faturação, fecha, fecha de emisión, fecha de
factura, fecha factura, data di emissione, data emissione, data fattura, data documento, factuurdatum, documentdatum, datum računa, datum izdavanja, datum
dokumenta, data wystawienia, data faktury, data dokumentu, data emiterii, data facturii, dată, utfärdandedatum, fakturadatum, tarih, fatura tarihi, düzenleme
tarihi, belge tarihi, 日期, 发票日期, 开票日期, 日付, 請求日, 発行日`,
  due_date: `due date, due, due on, maturity, maturity date, payment date due, date d'échéance, échéance, date échéance, fällig, fällig am, fälligkeit,
fälligkeitsdatum, nettofälligkeit, vencimento, data de vencimento, vencimiento, fecha de vencimiento, fecha vencimiento, scadenza, data di scadenza, data scadenza,
vervaldatum, vervaldag, dospijeće, datum dospijeća, dospijeva, termin płatności, data płatności, termin, scadență, data scadenței, data scadentă, förfallodatum,
förfallodag, förfaller, vade, vade tarihi, son ödeme tarihi, 到期日, 到期日期, 付款期限, 支払期日, 期日, 支払期限`,
  amount: `amount, total, gross amount, amount including tax, amount incl tax, total amount, invoice amount, value, montant, montant ttc, total ttc, ttc, montant
total, betrag, bruttobetrag, brutto, gesamtbetrag, rechnungsbetrag, summe, montante, valor, valor total, total com iva, importe, importe total, monto, total con
iva, importo, importo totale, totale, totale documento, importo fattura, bedrag, totaalbedrag, bedrag incl btw, factuurbedrag, totaal, iznos, ukupno, iznos računa,
kwota, kwota brutto, wartość, wartość brutto, suma, sumă, valoare, total cu tva, valoare totală, belopp, totalbelopp, fakturabelopp, summa, tutar, toplam, toplam
tutar, fatura tutarı, genel toplam, 金额, 总金额, 含税金额, 金額, 請求金額, 合計, 税込金額`,
  currency: CURRENCY,
  remaining: `remaining, remaining amount, open amount, outstanding, outstanding amount, balance, balance due, amount due, open, open balance, unpaid, restant dû,
reste dû, montant restant, montant restant dû, solde, reste à payer, offen, offener betrag, restbetrag, saldo, offener posten, em aberto, valor em aberto, montante em
aberto, valor restante, restante, pendiente, importe pendiente, saldo pendiente, residuo, importo residuo, importo aperto, da pagare, openstaand, openstaand bedrag,
restbedrag, preostalo, preostali iznos, otvoreno, ostatak, pozostało, kwota pozostała, do zapłaty, rămas, rest de plată, sumă rămasă, sold, återstående, återstående
belopp, restbelopp, kalan, kalan tutar, bakiye, açık tutar, 余额, 未付金额, 剩余金额, 未结金额, 残高, 残額, 未収金額, 未払残高`,
  order_number: `order number, order, order no, order id, purchase order, po, po number, customer order, numéro de commande, n° commande, commande, bon de commande,
auftragsnummer, auftrag, auftragsnr, bestellnummer, bestellung, bestellnr, número da encomenda, encomenda, número do pedido, pedido, número de pedido, nº pedido, numero
ordine, ordine, n ordine, ordernummer, bestelnummer, ordernr, broj narudžbe, narudžba, broj naloga, numer zamówienia, zamówienie, nr zamówienia, număr comandă, comandă,
nr comandă, beställning, beställningsnummer, sipariş no, sipariş, sipariş numarası, 订单, 订单号, 订单编号, 注文番号, 注文, 発注番号`,
  cleared_date: `cleared date, date cleared, date de solde, cleared, clearing date, paid on, paid date, payment date, settlement date, closed on, date de lettrage, lettrage, date de règlement, date
de paiement, payé le, ausgleichsdatum, ausgeglichen am, bezahlt am, zahlungsdatum, data de liquidação, data de pagamento, pago em, liquidado em, fecha de compensación,
fecha de pago, pagado el, data di pagamento, data pagamento, pagato il, data chiusura, datum afgesloten, betaald op, betaaldatum, betalingsdatum, datum zatvaranja, datum
plaćanja, plaćeno, data rozliczenia, zapłacono, data zapłaty, data închiderii, data plății, plătit la, betald, betaldatum, betald den, betalningsdatum, kapama
tarihi, ödeme tarihi, ödendi, 结清日期, 付款日期, 消込日, 入金日, 支払日`,
}

/** How files call the fields of users. */
export const USER_WORDS: Record<string, string> = {
  email: EMAIL,
  last_name: `${LAST_NAME}, name, full name, nom, nome, nombre, naam, nazwa, nume, namn, ad soyad, 姓名, 氏名, 名前`,
  first_name: FIRST_NAME,
  handle: `handle, user name, username, login, user id, user, identifiant, nom d'utilisateur, utilisateur, benutzername, benutzer, anmeldename, kürzel, nome de
utilizador, nome de usuário, utilizador, usuário, nombre de usuario, usuario, nome utente, utente, gebruikersnaam, gebruiker, korisničko ime, korisnik, nazwa
użytkownika, użytkownik, nume de utilizator, utilizator, användarnamn, användare, kullanıcı adı, kullanıcı, 用户名, 用户, ユーザー名, ユーザー, ログイン`,
  role: `role, profile, rôle, profil, rolle, função, papel, perfil, rol, ruolo, profilo, profiel, uloga, rola, roll, yetki, 角色, 役割, ロール, 権限`,
  active: `active, enabled, is active, actif, activé, aktiv, ativo, activo, attivo, actief, aktivan, aktywny, activ, etkin, 启用, 激活, 有効, アクティブ`,
  language: LANGUAGE,
  time_zone: `time zone, timezone, tz, fuseau horaire, fuseau, zeitzone, fuso horário, zona horaria, huso horario, fuso orario, tijdzone, vremenska zona, strefa
czasowa, fus orar, tidszon, saat dilimi, 时区, タイムゾーン`,
  portfolio_only: `portfolio only, only portfolio, restricted, own portfolio only, portefeuille seulement, limité au portefeuille, restreint, nur portfolio, nur
eigenes portfolio, somente carteira, só carteira, sólo cartera, solo cartera, solo portafoglio, alleen portefeuille, samo portfelj, tylko portfel, doar portofoliul,
endast portfölj, sadece portföy, 仅限客户组合, 担当のみ`,
  portfolio: `portfolio, customers, portefeuille, clients, kunden, carteira, clientes, cartera, portafoglio, clienti, klanten, portfelj, kupci, portfel, klienci,
portofoliu, clienți, portfölj, kunder, portföy, müşteriler, 客户组合, 客户, 担当顧客, 顧客`,
}
