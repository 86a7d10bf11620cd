/** Written like the places of the west. */
export const PLACES_NORTH_WORLD: Record<string, string> = {
  SE: `: Stockholm, 11% ##, 08-465 004 ##; Göteborg, 41% ##, 031-390 06 ##; Malmö, 21% ##, 040-628 04 ##; Västerås, 72% ##, 021-%# ## ##; Eskilstuna, 63% ##, 016-%# ## ##; Örebro, 70% ##, 019-%# ## ##; Jönköping, 55% ##, 036-%# ## ##; Sandviken, 81% ##, 026-2# ## ##`,
  DK: `: København, 2%00, 33 %# ## ##; Aarhus, 8%00, 86 %# ## ##; Odense, 5000, 66 %# ## ##; Aalborg, 9000, 98 %# ## ##; Esbjerg, 6700, 75 %# ## ##; Kolding, 6000, 75 %# ## ##`,
  NO: `: Oslo, 0%##, 22 %# ## ##; Bergen, 50%#, 55 %# ## ##; Stavanger, 40%#, 51 %# ## ##; Trondheim, 70%#, 73 %# ## ##; Drammen, 30%#, 32 %# ## ##`,
  FI: `: Helsinki, 00%#0, 09 4%# ####; Tampere, 33%#0, 03 2%# ####; Turku, 20%#0, 02 2%# ####; Oulu, 90%#0, 08 3%# ####; Lahti, 15%#0, 03 7%# ####`,
  MA: `: Casablanca, 20%#0, 0522 %# ## ##; Tanger, 90000, 0539 %# ## ##; Rabat, 10000, 0537 %# ## ##; Agadir, 80000, 0528 %# ## ##`,
  TN: `: Tunis, 10%#, 71 %## ###; Sfax, 30%#, 74 %## ###; Sousse, 40%#, 73 %## ###`,
  SN: `: Dakar, 1%#00, 33 8%# ## ##; Thiès, 21000, 33 9%# ## ##`,
  US: `Illinois: Chicago, 606##, (312) 555-01##
Michigan: Detroit, 482##, (313) 555-01##; Grand Rapids, 495##, (616) 555-01##
Ohio: Cleveland, 441##, (216) 555-01##; Cincinnati, 452##, (513) 555-01##
Pennsylvania: Pittsburgh, 152##, (412) 555-01##
Texas: Houston, 770##, (713) 555-01##
New York: New York, 100##, (212) 555-01##; Buffalo, 142##, (716) 555-01##
Wisconsin: Milwaukee, 532##, (414) 555-01##
North Carolina: Charlotte, 282##, (704) 555-01##
California: Oakland, 946##, (510) 555-01##`,
  CA: `Québec|fr: Montréal, H%@ %@%, (514) 555-01##; Québec, G%@ %@%, (418) 555-01##; Sherbrooke, J1@ %@%, (819) 555-01##
Ontario|en: Toronto, M%@ %@%, (416) 555-01##; Hamilton, L8@ %@%, (905) 555-01##; Windsor, N8@ %@%, (519) 555-01##
Alberta|en: Calgary, T2@ %@%, (403) 555-01##
British Columbia|en: Vancouver, V5@ %@%, (604) 555-01##`,
  MX: `Nuevo León: Monterrey, 64%#0, 81 83## ####
Querétaro: Querétaro, 76%#0, 442 21# ####
Ciudad de México: Ciudad de México, 0%#00, 55 55## ####
Puebla: Puebla, 72%#0, 222 24# ####`,
  BR: `São Paulo: São Paulo, 0%##0-0##, (11) 3%##-####; Campinas, 130##-0##, (19) 3%##-####
Santa Catarina: Joinville, 892##-0##, (47) 3%##-####
Rio Grande do Sul: Porto Alegre, 900##-0##, (51) 3%##-####; Caxias do Sul, 950##-0##, (54) 3%##-####
Minas Gerais: Belo Horizonte, 301##-0##, (31) 3%##-####`,
  JP: `Osaka: Osaka, 54%-00##, 06-6%##-####
Aichi: Nagoya, 46%-00##, 052-2%#-####
Tokyo: Tokyo, 10%-00##, 03-3%##-####
Kanagawa: Yokohama, 22%-00##, 045-3%#-####
Hyogo: Kobe, 65%-00##, 078-3%#-####`,
  CN: `Zhejiang: Ningbo, 3150##, 0574 87## ####; Hangzhou, 3100##, 0571 85## ####
Jiangsu: Suzhou, 2150##, 0512 67## ####; Wuxi, 2140##, 0510 82## ####
Shanghai: Shanghai, 2000##, 021 62## ####
Guangdong: Foshan, 5280##, 0757 83## ####`,
  KR: `: Busan, 48%##, 051-6%#-####; Ulsan, 44%##, 052-2%#-####; Incheon, 21%##, 032-8%#-####`,
  IN: `Maharashtra: Pune, 4110##, 020 25## ####; Mumbai, 4000##, 022 25## ####
Tamil Nadu: Chennai, 6000##, 044 28## ####; Coimbatore, 6410##, 0422 24# ####
Punjab: Ludhiana, 1410##, 0161 24# ####`,
  IL: `: Haifa, 3%#####, 04-8%#-####; Tel Aviv, 6%#####, 03-5%#-####; Ashdod, 77#####, 08-8%#-####; Petah Tikva, 49#####, 03-9%#-####`,
  ZA: `Gauteng: Johannesburg, 2%##, 011 4%# ####; Vereeniging, 19##, 016 4%# ####
KwaZulu-Natal: Durban, 40##, 031 3%# ####
Western Cape: Cape Town, 80##, 021 4%# ####`,
  AU: `Victoria: Melbourne, 30##, (03) 5550 ####; Geelong, 32##, (03) 5550 ####
New South Wales: Newcastle, 23##, (02) 5550 ####; Wollongong, 25##, (02) 5550 ####
Western Australia: Perth, 60##, (08) 5550 ####`,
  SG: `: Singapore, %#####, 6%## ####`,
  AE: `: Dubai, P.O. Box %####, 04 3%# ####; Abu Dhabi, P.O. Box %####, 02 6%# ####`,
}
