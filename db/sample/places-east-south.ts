/** Written like the places of the west. */
export const PLACES_EAST_SOUTH: Record<string, string> = {
  IT: `Lombardia: Milano, 201%#, 02 8%######; Brescia, 2512%, 030 3%#####; Bergamo, 2412%, 035 2%####; Monza, 20900, 039 3%####; Lecco, 23900, 0341 3%####
Piemonte: Torino, 101%#, 011 5%#####; Cuneo, 12100, 0171 6%####
Veneto: Padova, 3512%, 049 8%#####; Vicenza, 36100, 0444 3%####; Verona, 3712%, 045 8%#####
Emilia-Romagna: Bologna, 4012%, 051 6%#####; Modena, 4112%, 059 2%####; Reggio Emilia, 4212%, 0522 5%####
Toscana: Firenze, 5012%, 055 4%#####
Lazio: Roma, 001%#, 06 8%######
Campania: Napoli, 801%#, 081 7%#####`,
  ES: `Cataluña: Barcelona, 080%#, 93 4%# ## ##; Sabadell, 0820%, 93 7%# ## ##; Tarragona, 4300%, 977 2# ## ##
Madrid: Madrid, 280%#, 91 5%# ## ##; Getafe, 2890%, 91 6%# ## ##
País Vasco: Bilbao, 4800%, 94 4%# ## ##; Vitoria-Gasteiz, 0100%, 945 2# ## ##; Eibar, 20600, 943 2# ## ##
Comunidad Valenciana: Valencia, 4600%, 96 3%# ## ##; Elche, 0320%, 96 5%# ## ##
Andalucía: Sevilla, 4100%, 95 4%# ## ##; Málaga, 2900%, 95 2%# ## ##
Aragón: Zaragoza, 5000%, 976 2# ## ##
Navarra: Pamplona, 3100%, 948 2# ## ##
Galicia: Vigo, 3620%, 986 4# ## ##`,
  PT: `Porto: Porto, 4%00-###, 22 2%# ####; Maia, 4470-###, 22 9%# ####
Lisboa: Lisboa, 1%00-###, 21 3%# ####; Amadora, 2700-###, 21 4%# ####
Aveiro: Aveiro, 3800-###, 234 3## ###; Águeda, 3750-###, 234 6## ###
Leiria: Leiria, 2400-###, 244 8## ###; Marinha Grande, 2430-###, 244 5## ###
Braga: Braga, 4700-###, 253 2## ###`,
  PL: `Śląskie: Katowice, 40-0##, 32 2%# ## ##; Gliwice, 44-1##, 32 2%# ## ##; Częstochowa, 42-2##, 34 3%# ## ##
Mazowieckie: Warszawa, 0%-###, 22 6%# ## ##; Radom, 26-6##, 48 3%# ## ##
Dolnośląskie: Wrocław, 50-0##, 71 3%# ## ##
Małopolskie: Kraków, 31-0##, 12 4%# ## ##
Wielkopolskie: Poznań, 61-7##, 61 8%# ## ##
Łódzkie: Łódź, 90-0##, 42 6%# ## ##
Pomorskie: Gdańsk, 80-2##, 58 3%# ## ##; Gdynia, 81-3##, 58 6%# ## ##`,
  CZ: `Praha: Praha, 1%0 00, 22%# ### ###
Moravskoslezský kraj: Ostrava, 70% 00, 59%# ### ###; Třinec, 739 61, 558 ### ###
Jihomoravský kraj: Brno, 60% 00, 54%# ### ###
Plzeňský kraj: Plzeň, 301 00, 37%# ### ###
Zlínský kraj: Zlín, 760 01, 57%# ### ###
Liberecký kraj: Liberec, 460 01, 48%# ### ###`,
  SK: `Bratislavský kraj: Bratislava, 81% 0%, 02/5%## ####
Košický kraj: Košice, 040 0%, 055/6%# ####
Žilinský kraj: Žilina, 010 0%, 041/5%# ####
Trnavský kraj: Trnava, 917 0%, 033/5%# ####`,
  HU: `: Budapest, 11%%, 06 1 3%# ####; Győr, 902%, 06 96 5%# ###; Miskolc, 353%, 06 46 5%# ###; Debrecen, 402%, 06 52 5%# ###; Székesfehérvár, 8000, 06 22 5%# ###`,
  RO: `: București, 0%0###, 021 3%# ## ##; Cluj-Napoca, 400###, 0264 4%# ###; Timișoara, 300###, 0256 4%# ###; Iași, 700###, 0232 2%# ###; Sibiu, 550###, 0269 2%# ###; Brașov, 500###, 0268 4%# ###`,
  SI: `: Ljubljana, 1000, 01 4%# ## ##; Maribor, 2000, 02 2%# ## ##; Celje, 3000, 03 4%# ## ##`,
  HR: `: Zagreb, 10000, 01 4%## ###; Split, 21000, 021 3%# ###; Rijeka, 51000, 051 3%# ###`,
  GR: `: Athina, 10% ##, 21 0%## ####; Thessaloniki, 546 ##, 231 0%# ####; Patra, 262 ##, 261 0%# ####`,
  TR: `: İstanbul, 34%##, 0212 4%# ## ##; Bursa, 16%##, 0224 2%# ## ##; İzmir, 35%##, 0232 4%# ## ##; Kocaeli, 41%##, 0262 3%# ## ##`,
}
