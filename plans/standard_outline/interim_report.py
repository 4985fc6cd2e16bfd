"""The outline of an interim report."""

from plans.standard_outline.sections import StandardSection

INTERIM_REPORT = (
    StandardSection(
        "Sammanfattning",
        "Säg på en halv sida hur det går: vad förbundet har gjort, vad resultatet blev för perioden, vad året väntas "
        "sluta på och vad styrelsen behöver ta ställning till. Infoga periodens resultat, samma period förra året och "
        "prognosen som siffror, så följer de med om något rättas.",
    ),
    StandardSection(
        "Förvaltningsberättelse",
        "I en delårsrapport räcker en förenklad förvaltningsberättelse (13 kap. lagen om kommunal bokföring och "
        "redovisning). Ta med det som är viktigt för att bedöma perioden, och upprepa inte verksamhetsplanen. "
        "Finsam-lagen kräver ingen delårsrapport: säg i en mening om det är förbundsordningen eller styrelsen som har "
        "bestämt att den ska finnas.",
        children=(
            StandardSection(
                "Händelser av väsentlig betydelse {document.period}",
                "Vad har hänt under perioden, och efter den, som påverkar verksamheten eller ekonomin? Insatser som "
                "har börjat eller slutat, beslut hos medlemmarna, nya uppdrag, förändringar i personal och lokaler. "
                "Skriv när det hände och vad det betyder. Beskriv grupper, aldrig enskilda.",
            ),
            StandardSection(
                "Förväntad utveckling",
                "Vad väntar under resten av året? Vilka risker finns i prognosen, och vad gör förbundet om de slår in? "
                "Nämn det som redan är känt om nästa års medelstilldelning.",
            ),
            StandardSection(
                "Ekonomisk översikt",
                "Förklara periodens resultat mot samma period förra året, och prognosen mot budgeten. Börja med det "
                "som är störst i kronor: vilket ID, varför, och om det rättar sig till årets slut. Säg vad det egna "
                "kapitalet var vid periodens slut och vad det väntas bli, och om det når den lägsta nivå som styrelsen "
                "har bestämt. Infoga beloppen som siffror.",
            ),
            StandardSection(
                "God ekonomisk hushållning",
                "Bedöm de mål för verksamheten och ekonomin som styrelsen satte i verksamhetsplanen: nås de vid årets "
                "slut, delvis eller inte? Skriv ett mål i taget med vad bedömningen bygger på. I årsredovisningen ska "
                "målen utvärderas (11 kap. 8 § lagen om kommunal bokföring och redovisning); här räcker en bedömning "
                "av vart det lutar.",
            ),
            StandardSection(
                "Balanskravsresultat",
                "Säg vad årets resultat väntas bli efter balanskravsjusteringar. De flesta förbund har inga sådana "
                "justeringar: skriv då att balanskravsresultatet är detsamma som årets resultat i prognosen. "
                "Utredningen i sin helhet hör till årsredovisningen (11 kap. 10 och 11 §§ lagen om kommunal bokföring "
                "och redovisning).\n"
                "Väntas ett underskott: säg hur det täcks. Finsam-lagen (21 §) hänvisar till kravet att intäkterna ska "
                "överstiga kostnaderna, men inte till kommunallagens regler om att återställa ett underskott.",
            ),
        ),
    ),
    StandardSection(
        "Driftredovisning {document.period}",
        "Tabellen visar varje ID mot årsbudgeten och hämtas ur bokföringen. Kommentera de ID som avviker, med kronor "
        "och orsak, och säg när det inte går att jämföra med förra året.",
        "budgets.operating_statement",
        (
            StandardSection(
                "Prognos {document.year}",
                "Prognosen och kommentarerna skrivs under Uppföljning, ett ID i taget, och visas här. Säg vad den "
                "bygger på och hur säker den är.",
                "budgets.forecasts",
            ),
            StandardSection(
                "Kostnader månad för månad",
                "Diagrammet behövs om året är ojämnt. Förklara månader som sticker ut, eller dölj avsnittet.",
                "budgets.months_chart",
            ),
            StandardSection(
                "Förbrukat per ID",
                "Visar vilka ID som ligger före och efter årets gång. Säg vilka som gör det med flit, till exempel för "
                "att bidrag betalas i efterskott, eller dölj avsnittet.",
                "budgets.consumed_chart",
            ),
        ),
    ),
    StandardSection(
        "Resultaträkning",
        "Varje post visas för perioden, samma period förra året, helårsprognosen och helårsbudgeten (13 kap. lagen om "
        "kommunal bokföring och redovisning), med raderna i 5 kap. 2 §. Allt hämtas ur bokföringen, prognosen och "
        "budgeten. Saknas något står det under tabellen.",
        "budgets.income_statement",
    ),
    StandardSection(
        "Balansräkning",
        "Varje post visas vid periodens slut och vid förra årets slut (6 kap. 2 § och 13 kap. lagen om kommunal "
        "bokföring och redovisning). Posterna förs in under Uppföljning, Balans. Har förbundet panter eller "
        "ansvarsförbindelser ska de stå här; skriv annars att det inte finns några.",
        "budgets.balance_sheet",
    ),
    StandardSection(
        "Redovisningsprinciper",
        "Säg att rapporten följer lagen om kommunal bokföring och redovisning, och om samma principer används som i "
        "den senaste årsredovisningen. Har något ändrats: vad, varför, och hur det påverkar jämförelsen. Nämn sådant "
        "som periodiseras på annat sätt i delårsbokslutet, till exempel semesterlöneskuld och pensioner, och varför "
        "någon rekommendation från Rådet för kommunal redovisning inte följs.",
    ),
)
