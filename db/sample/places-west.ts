/**
 * Cities with their real zip codes and telephone areas; the first ones are drawn most. A line is `region | language |
 * telephone area: city, zip, area of its own; …`. Areas kept for fiction are used where there are any.
 */
export const PLACES_WEST: Record<string, string> = {
  FR: `Île-de-France||01 99 00: Paris, 7500%; Paris, 7501%; Nanterre, 92000; Montreuil, 93100; Créteil, 94000; Versailles, 78000; Argenteuil, 95100; Évry-Courcouronnes, 91000; Roissy-en-France, 95700
Auvergne-Rhône-Alpes||04 65 71: Lyon, 6900%; Saint-Étienne, 42000; Grenoble, 38000; Villeurbanne, 69100; Annecy, 74000; Clermont-Ferrand, 63000; Bourg-en-Bresse, 01000; Cluses, 74300; Oyonnax, 01100; Thiers, 63300; Valence, 26000
Hauts-de-France||03 53 01: Lille, 59000; Dunkerque, 59140; Amiens, 80000; Valenciennes, 59300; Arras, 62000; Maubeuge, 59600
Grand Est||03 53 01: Strasbourg, 67000; Metz, 57000; Reims, 51100; Mulhouse, 68100; Nancy, 54000; Charleville-Mézières, 08000; Colmar, 68000
Pays de la Loire||02 61 91: Nantes, 44000; Angers, 49000; Le Mans, 72000; Saint-Nazaire, 44600; Cholet, 49300; Les Herbiers, 85500; La Roche-sur-Yon, 85000
Bretagne||02 61 91: Rennes, 35000; Brest, 29200; Lorient, 56100; Saint-Brieuc, 22000; Vitré, 35500
Normandie||02 61 91: Rouen, 76000; Le Havre, 76600; Caen, 14000; Cherbourg-en-Cotentin, 50100; Alençon, 61000
Nouvelle-Aquitaine||05 36 49: Bordeaux, 33000; Limoges, 87000; Poitiers, 86000; Pau, 64000; La Rochelle, 17000; Niort, 79000
Occitanie||05 36 49: Toulouse, 31000; Tarbes, 65000; Albi, 81000; Figeac, 46100
Occitanie||04 65 71: Montpellier, 34000; Nîmes, 30000; Perpignan, 66000
Provence-Alpes-Côte d’Azur||04 65 71: Marseille, 1300%; Nice, 06000; Toulon, 83000; Aix-en-Provence, 13100; Avignon, 84000; Vitrolles, 13127
Bourgogne-Franche-Comté||03 53 01: Dijon, 21000; Besançon, 25000; Belfort, 90000; Le Creusot, 71200; Montbéliard, 25200
Centre-Val de Loire||02 61 91: Tours, 37000; Orléans, 45000; Bourges, 18000; Vierzon, 18100; Blois, 41000`,
  DE: `Nordrhein-Westfalen: Köln, 50667, 0221 4710###; Essen, 45127, 0201 8%#####; Dortmund, 44135, 0231 5%#####; Düsseldorf, 40210, 0211 3%#####; Bielefeld, 33602, 0521 9%####; Hagen, 58095, 02331 3%####; Siegen, 57072, 0271 2%####
Bayern: München, 80331, 089 99998###; Nürnberg, 90402, 0911 2%####; Augsburg, 86150, 0821 3%####; Schweinfurt, 97421, 09721 6%###
Baden-Württemberg: Stuttgart, 70173, 0711 6%####; Mannheim, 68159, 0621 1%####; Heilbronn, 74072, 07131 7%###; Reutlingen, 72764, 07121 3%####; Ulm, 89073, 0731 6%####
Hessen: Frankfurt am Main, 60311, 069 90009###; Kassel, 34117, 0561 7%####
Niedersachsen: Hannover, 30159, 0511 3%####; Braunschweig, 38100, 0531 4%####; Osnabrück, 49074, 0541 3%####
Hamburg: Hamburg, 20095, 040 66969###
Bremen: Bremen, 28195, 0421 3%####
Berlin: Berlin, 10115, 030 23125###
Sachsen: Leipzig, 04109, 0341 2%####; Chemnitz, 09111, 0371 6%####; Zwickau, 08056, 0375 2%####
Thüringen: Jena, 07743, 03641 4%####`,
  BE: `Antwerpen|nl: Antwerpen, 2000, 03 2%# ## ##; Mechelen, 2800, 015 2# ## ##
Oost-Vlaanderen|nl: Gent, 9000, 09 2%# ## ##; Aalst, 9300, 053 7# ## ##
West-Vlaanderen|nl: Kortrijk, 8500, 056 2# ## ##; Brugge, 8000, 050 3# ## ##
Limburg|nl: Hasselt, 3500, 011 2# ## ##; Genk, 3600, 089 3# ## ##
Bruxelles|fr: Bruxelles, 1000, 02 5%# ## ##; Anderlecht, 1070, 02 5%# ## ##
Liège|fr: Liège, 4000, 04 2%# ## ##; Herstal, 4040, 04 2%# ## ##
Hainaut|fr: Charleroi, 6000, 071 3# ## ##; Tournai, 7500, 069 2# ## ##; Mons, 7000, 065 3# ## ##
Namur|fr: Namur, 5000, 081 2# ## ##`,
  NL: `Zuid-Holland: Rotterdam, 301# @@, 010 4%# ####; Dordrecht, 331# @@, 078 6%# ####; Den Haag, 251# @@, 070 3%# ####
Noord-Brabant: Eindhoven, 561# @@, 040 2%# ####; Tilburg, 501# @@, 013 5%# ####; Breda, 481# @@, 076 5%# ####
Noord-Holland: Amsterdam, 101# @@, 020 6%# ####; Zaandam, 150# @@, 075 6%# ####
Utrecht: Utrecht, 351# @@, 030 2%# ####
Gelderland: Apeldoorn, 731# @@, 055 5%# ####; Nijmegen, 651# @@, 024 3%# ####
Overijssel: Enschede, 751# @@, 053 4%# ####
Groningen: Groningen, 971# @@, 050 3%# ####`,
  CH: `Zürich|de: Zürich, 8005, 044 2%# ## ##; Winterthur, 8400, 052 2%# ## ##
Bern|de: Bern, 3008, 031 3%# ## ##; Thun, 3600, 033 2%# ## ##; Biel/Bienne, 2502, 032 3%# ## ##
Basel-Stadt|de: Basel, 4051, 061 2%# ## ##
St. Gallen|de: St. Gallen, 9000, 071 2%# ## ##
Luzern|de: Luzern, 6003, 041 2%# ## ##
Genève|fr: Genève, 1204, 022 3%# ## ##; Carouge, 1227, 022 3%# ## ##
Vaud|fr: Lausanne, 1003, 021 3%# ## ##; Yverdon-les-Bains, 1400, 024 4%# ## ##
Jura|fr: Delémont, 2800, 032 4%# ## ##
Ticino|it: Lugano, 6900, 091 9%# ## ##`,
  AT: `Wien: Wien, 1%%0, 01 5%# ## ##
Oberösterreich: Linz, 4020, 0732 7%####; Wels, 4600, 07242 4%###; Steyr, 4400, 07252 5%###
Steiermark: Graz, 8010, 0316 8%####; Kapfenberg, 8605, 03862 2%###
Salzburg: Salzburg, 5020, 0662 8%####
Tirol: Innsbruck, 6020, 0512 5%####
Vorarlberg: Dornbirn, 6850, 05572 2%###`,
  LU: `Luxembourg: Luxembourg, L-1%#0, 26 4# ## ##; Esch-sur-Alzette, L-4%##, 54 %# ##; Differdange, L-45##, 58 %# ##; Bettembourg, L-32##, 51 %# ##`,
  GB: `West Midlands: Birmingham, B%% %@@, 0121 496 0###; Coventry, CV% %@@, 024 7%## ####; Wolverhampton, WV%# %@@, 01902 4%####
South Yorkshire: Sheffield, S%# %@@, 0114 496 0###; Rotherham, S6# %@@, 01709 3%####
Greater Manchester: Manchester, M%# %@@, 0161 496 0###; Bolton, BL% %@@, 01204 5%####
West Yorkshire: Leeds, LS%% %@@, 0113 496 0###; Bradford, BD% %@@, 01274 7%####
London: London, SE%# %@@, 020 7946 0###; London, E%# %@@, 020 7946 0###
Scotland: Glasgow, G%% %@@, 0141 496 0###; Aberdeen, AB%# %@@, 01224 6%####
Wales: Cardiff, CF%# %@@, 029 2018 0###; Swansea, SA% %@@, 01792 4%####
Tyne and Wear: Newcastle upon Tyne, NE% %@@, 0191 498 0###
Bristol: Bristol, BS% %@@, 0117 496 0###
Leicestershire: Leicester, LE% %@@, 0116 496 0###`,
  IE: `Leinster: Dublin, D%% @%@%, 01 5%# ####; Drogheda, A92 @%@%, 041 98% ####
Munster: Cork, T12 @%@%, 021 4%# ####; Limerick, V94 @%@%, 061 3%####
Connacht: Galway, H91 @%@%, 091 5%####`,
}
