/**
 * How files call what is said of people and addresses, in the languages of the product. One line a field, the English
 * first.
 */
export const TITLE = `title, salutation, honorific, civilité, titre, anrede, titel, tratamento, título, tratamiento, titolo, aanhef, aanspreking,
titulatura, titula, oslovljavanje, formuła grzecznościowa, tytuł, titlu, formulă de adresare, tilltal, unvan, hitap, 称谓, 称呼, 敬称`
export const FIRST_NAME = `first name, given name, forename, firstname, prénom, vorname, nome próprio, primeiro nome, nombre de pila, voornaam, ime,
imię, imie, prenume, förnamn, ad, adı, isim, 名字, 名, nome di battesimo`
export const LAST_NAME = `last name, surname, family name, lastname, nom de famille, nachname, familienname, zuname, sobrenome, apelido, apellido,
apellidos, cognome, achternaam, familienaam, prezime, nazwisko, nume de familie, efternamn, soyad, soyadı, 姓, 姓氏, 苗字`
export const EMAIL = `email, e-mail, mail, email address, e-mail address, courriel, adresse e-mail, adresse mail, adresse électronique, mél,
e-mail-adresse, mailadresse, e-mail-adres, correo, correo electrónico, correo e, dirección de correo, correio eletrónico, correio eletrônico,
endereço de e-mail, posta elettronica, indirizzo e-mail, e-pošta, epošta, adresa e-pošte, adres e-mail, adresă e-mail, poștă electronică,
e-post, e-postadress, epost, e-posta, eposta, e-posta adresi, 电子邮件, 邮箱, 电子邮箱, メール, メールアドレス, eメール`
export const PHONE = `phone, telephone, tel, phone number, telephone number, landline, téléphone, numéro de téléphone, fixe, tél, telefon,
telefonnummer, rufnummer, telefone, número de telefone, telefone fixo, teléfono, número de teléfono, telefono, numero di telefono, telefoon,
telefoonnummer, broj telefona, numer telefonu, nr telefonu, număr de telefon, telefonnr, telefon numarası, 电话, 电话号码, 電話, 電話番号`
export const MOBILE = `mobile, mobile phone, mobile number, cell, cell phone, cellphone, portable, téléphone portable, numéro de portable, gsm,
handy, handynummer, mobil, mobiltelefon, mobilnummer, telemóvel, celular, móvil, teléfono móvil, cellulare, telefono cellulare, mobiel,
mobiele telefoon, mobiel nummer, mobitel, broj mobitela, komórka, telefon komórkowy, telefon mobil, mobilní, cep telefonu, 手机, 手机号,
手机号码, 携帯, 携帯電話, 携帯電話番号`
export const FAX = `fax, fax number, facsimile, télécopie, numéro de fax, faxnummer, telefax, número de fax, numero di fax, faxnumber, broj faksa,
faks, numer faksu, număr de fax, faks numarası, 传真, 传真号码, ファックス, ファクス, fax番号`
export const LANGUAGE = `language, langue, sprache, idioma, língua, lengua, lingua, taal, jezik, język, limbă, limba, språk, dil, 语言, 言語`
export const COMMENT = `comment, comments, note, notes, remark, remarks, commentaire, commentaires, remarque, kommentar, bemerkung, bemerkungen,
notiz, notizen, anmerkung, comentário, comentários, observações, comentario, comentarios, observaciones, nota, notas, commento, osservazioni,
opmerking, opmerkingen, komentar, napomena, komentarz, uwagi, comentariu, observații, anmärkning, anteckning, açıklama, not, yorum, 备注, 注释, 備考,
コメント`
export const CUSTOMER_CODE = `customer code, account code of the customer, customer, customer id, customer no, customer number, account, account code, account number, account no,
client code, client id, client number, debtor, debtor code, debtor number, code client, client, n° client, numéro client, numéro de client,
no client, réf client, compte client, compte tiers, compte auxiliaire, code tiers, kundennummer, kundennr, kunden-nr, kunde, kundencode, debitor,
debitorennummer, debitorennr, debitorenkonto, código do cliente, código cliente, cliente, nº cliente, número do cliente, conta do cliente,
código de cliente, número de cliente, cuenta de cliente, codice cliente, numero cliente, conto cliente, klantnummer, klantnr, klantcode, klant,
debiteurnummer, debiteur, šifra kupca, kupac, broj kupca, šifra partnera, kod klienta, klient, numer klienta, kod kontrahenta, kontrahent, cod client,
număr client, kundnummer, kundnr, kund, kundkod, müşteri kodu, müşteri, müşteri no, müşteri numarası, cari kod, cari kodu, cari hesap kodu, 客户,
客户编号, 客户代码, 客户编码, 顧客コード, 顧客番号, 得意先コード, 得意先, 取引先コード`
export const CURRENCY = `currency, currency code, ccy, cur, devise, code devise, monnaie, währung, währungscode, moeda, divisa, moneda, valuta, munt,
muntsoort, waluta, valută, monedă, döviz, para birimi, döviz cinsi, 币种, 货币, 通貨, 通貨コード`
