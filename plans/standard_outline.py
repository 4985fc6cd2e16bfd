"""The outline a new document starts with: headings, computed blocks, and guidance to the one who writes.

Guidance stands in the editor under its heading and is printed nowhere. It says what the law asks for and what a reader
of a good plan finds there. Data, not code to build on.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class StandardSection:
    """A heading with guidance and the block it usually holds. Headings may hold figure references in braces."""

    heading: str
    guidance: str
    block: str = ""
    children: tuple[StandardSection, ...] = ()


ACTIVITY_PLAN = (
    StandardSection(
        "Inledning",
        "Säg på en halv sida vad förbundet är till för, vilka det finns för och vad som är viktigast i år. Den som "
        "bara läser det här ska förstå resten. Vad skiljer året från det förra? Nämn beslut och förändringar hos "
        "medlemmarna som påverkar förbundet.\n"
        "Skriv årtal och belopp som infogade siffror, så följer de med när planen ändras eller kopieras.",
    ),
    StandardSection(
        "Förbundets ändamål och uppgifter",
        "Lagen om finansiell samordning (2003:1210) säger i 7 § vad ett förbund gör: beslutar om mål och riktlinjer, "
        "stödjer samverkan, finansierar insatser, beslutar hur medlen ska användas, följer upp och utvärderar, och "
        "upprättar budget och årsredovisning. Berätta med egna ord hur det ser ut hos er, och hänvisa till "
        "förbundsordningen.\n"
        "Förbundet beslutar inte i enskildas ärenden. Säg det gärna.",
        children=(
            StandardSection(
                "Målgrupp",
                "Vilka är insatserna till för? Lagen avser den som behöver samordnade rehabiliteringsinsatser för "
                "att kunna förvärvsarbeta. Ange ålder, ungefär hur många det rör sig om i ert område och vad de "
                "behöver. Beskriv grupper, aldrig enskilda.",
            ),
            StandardSection(
                "Medlemmar",
                "Vilka är med, och sedan när? Försäkringskassan, Arbetsförmedlingen, minst en region och minst en "
                "kommun hör till varje förbund. Har någon kommit till eller ska lämna? Uppsägningstiden är tre år om "
                "förbundsordningen inte säger annat.",
            ),
        ),
    ),
    StandardSection(
        "Verksamhetens inriktning {document.year}–{document.year@+2}",
        "Vad vill styrelsen ha uppnått om tre år? Kommunallagen (11 kap. 6 §) kräver en ekonomisk plan för tre år "
        "med budgetåret först. Låt inriktningen omfatta samma år. Skriv några få ställningstaganden som går att "
        "välja efter, hellre än många som alla kan hålla med om.",
        children=(
            StandardSection(
                "Behov och omvärld",
                "Vad visar statistiken, lokala samverkansgrupper och medlemmarna själva? Ange källa och vilken tid "
                "uppgifterna avser. Det är den här bilden som ska förklara varför ni väljer just de här målen.",
            ),
            StandardSection(
                "Jämställdhet och delaktighet",
                "Hur tas hänsyn till att kvinnor och män möts på olika sätt, och hur får deltagarna påverka? Säg hur "
                "det märks i insatserna och i uppföljningen.",
            ),
        ),
    ),
    StandardSection(
        "Mål och aktiviteter",
        "Budgeten ska innehålla en plan för verksamheten med mål och riktlinjer (kommunallagen 11 kap. 6 §). "
        "Målområden och aktiviteter skrivs under Målområden och visas här av sig själva. Ett bra mål går att svara "
        "ja eller nej på när året är slut. Tre till fem målområden brukar räcka.\n"
        "Varje aktivitet behöver någon som ansvarar och en tid när den ska vara klar.",
        "plans.goal_areas",
    ),
    StandardSection(
        "God ekonomisk hushållning",
        "Styrelsen ska ha riktlinjer för god ekonomisk hushållning, och budgeten ska ange de finansiella målen "
        "(kommunallagen 11 kap. 1 och 6 §§). Skriv vilka de är, till exempel hur mycket eget kapital förbundet ska "
        "ha och varför. I årsredovisningen ska målen utvärderas, så skriv dem så att det går.",
    ),
    StandardSection(
        "Organisation",
        "Vem beslutar, vem bereder och vem utför? Läsaren ska kunna följa en fråga från behov till beslut.",
        children=(
            StandardSection(
                "Styrelsen",
                "Varje medlem har minst en ledamot och lika många ersättare (10 §). Tabellen hämtas från Medlemmar. "
                "Skriv hur ofta styrelsen möts, vad den har lämnat åt andra att besluta, och hur medlemmarna hålls "
                "underrättade (18 §).",
                "members.board",
            ),
            StandardSection(
                "Förbundschef och kansli",
                "Vilka arbetar för förbundet, i vilken omfattning och hos vem är de anställda? Vilka tjänster köps in?",
            ),
            StandardSection(
                "Beredning och lokala samverkansgrupper",
                "Vilka grupper finns, vilka är med och vad gör de? De har ingen egen beslutanderätt. Säg vad de "
                "bereder och till vem.",
            ),
        ),
    ),
    StandardSection(
        "Medel till förfogande och beslutade insatser {document.year}",
        "Vad finns att använda, och vad går det till? Tabellen räknas ur budgeten. Förklara det egna kapitalet: hur "
        "mycket som ska finnas kvar, vem som har beslutat det och vad resten får användas till.",
        "budgets.available_funds",
        (
            StandardSection(
                "Individinriktade insatser",
                "En insats i taget: syfte, målgrupp, vilka medlemmar som deltar, omfattning, hur länge beslutet "
                "gäller och vad den kostar i år. Infoga beloppet som siffra.",
            ),
            StandardSection(
                "Strukturinriktade insatser",
                "Kurser, nätverk, kartläggningar och metodstöd: för vem, varför och vad det ska leda till hos "
                "medlemmarna när förbundets pengar är slut.",
            ),
        ),
    ),
    StandardSection(
        "Uppföljning och utvärdering",
        "Att följa upp och utvärdera är en av förbundets uppgifter (7 §). Skriv vad som mäts, när, av vem och vad "
        "styrelsen gör med svaret. Nämn delårsrapport om förbundsordningen kräver en, och årsredovisningen som ska "
        "vara klar inom tre månader efter årets slut (24 §).",
        children=(
            StandardSection(
                "Intern kontroll",
                "Vilka risker har styrelsen valt att följa i år, vem kontrollerar och när redovisas det?",
            ),
        ),
    ),
    StandardSection(
        "Budget {document.year}",
        "Styrelsen fastställer budgeten senast den 30 november, efter samråd med medlemmarna (23 §). Den ska visa "
        "hur verksamheten finansieras och hur ekonomin ser ut när året är slut. Kommentera det som skiljer från "
        "förra året. Går budgeten med underskott: säg varför, och vad som täcker det.",
        "budgets.budget_table",
        (
            StandardSection(
                "Medelstilldelning från medlemmarna",
                "Staten betalar hälften genom Försäkringskassan, regionen en fjärdedel och kommunerna tillsammans en "
                "fjärdedel (5 §). Hur kommunerna delar sin del har de kommit överens om själva: säg hur.",
                "budgets.contributions",
            ),
        ),
    ),
    StandardSection(
        "Långsiktig budget",
        "De tre åren i den ekonomiska planen. Säg vad beräkningen bygger på: vad som är beslutat, vad som är äskat "
        "och vad som är en uppskattning. Når det egna kapitalet lägsta nivå varje år?",
        "budgets.outlook",
    ),
)
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
OUTLINES = {"verksamhetsplan": ACTIVITY_PLAN, "delarsrapport": INTERIM_REPORT}
