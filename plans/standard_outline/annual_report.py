"""The outline of an annual report: the year's activity, the management report, statements, notes and signatures."""

from plans.standard_outline.sections import EACH_INITIATIVE, StandardSection

_INITIATIVE = StandardSection(
    EACH_INITIATIVE,
    "En insats i taget, med samma ordning för alla: vad den är till för och vilka den riktar sig till, vilka "
    "medlemmar som driver den, vad som har hänt under året och vad det har blivit av för deltagarna. Jämför med målen "
    "i verksamhetsplanen och med tidigare år. Säg vad ni tror att resultatet beror på, och var ni är osäkra.\n"
    "Beskriv grupper, aldrig enskilda. Är deltagarna få räcker det att säga åt vilket håll det lutar.",
    children=(
        StandardSection(
            "Ekonomi",
            "Tabellen hämtas ur bokföringen. Förklara det som skiljer från budgeten och från förra året.",
            "budgets.operating_area",
        ),
        StandardSection(
            "Resultat för deltagarna",
            "Tabellen hämtas från Resultat. Kommentera in- och utflödet, vart deltagarna har gått, och skillnader "
            "mellan kvinnor och män. Infoga andelen som nått mål och tiden i insatsen som siffror.",
            "plans.outcome_flow",
        ),
    ),
)
_ACTIVITY = (
    StandardSection(
        "Sammanfattning",
        "Säg på en sida vad året gav: vad förbundet har gjort, vad det blev av för deltagarna, hur många mål som är "
        "uppfyllda, vad resultatet blev och vad det egna kapitalet är nu. Den som bara läser det här ska kunna ta "
        "ställning. Infoga antal, andelar och belopp som siffror, så är de desamma som i tabellerna.",
    ),
    StandardSection(
        "Förbundets syfte och uppgift",
        "Vad är förbundet till för, vilka är medlemmarna och sedan när? Lagen om finansiell samordning (2003:1210) "
        "säger i 7 § vad ett förbund gör. Skriv kort: den som vill veta mer läser förbundsordningen och "
        "verksamhetsplanen.",
    ),
    StandardSection(
        "Styrelsens arbete {document.year}",
        "Hur många gånger har styrelsen mötts, och vad var viktigast att besluta? Hur har medlemmarna hållits "
        "underrättade (18 §), och när hölls samrådet inför budgeten (23 §)? Tabellen visar vilka som satt i styrelsen "
        "vid årets slut och hämtas från Medlemmar.",
        "members.board:presidium",
    ),
    StandardSection(
        "Uppföljning av verksamhetsplanen",
        "Börja med hur många mål och aktiviteter som är uppfyllda, delvis uppfyllda och inte uppfyllda, och infoga "
        "det som siffror. Varje aktivitet bedöms under Resultat, Måluppfyllelse, och visas här med sin kommentar, ett "
        "målområde i taget. Säg vad styrelsen gör med det som inte blev klart.",
        "plans.goal_fulfilment",
    ),
    StandardSection(
        "Insatser {document.year}",
        "Vilka insatser har förbundet finansierat, och vad har de gemensamt? Under rubriken står ett avsnitt för "
        "varje insats som är inlagd under Resultat. Kommer en insats till lägger du till ett avsnitt på samma sätt.",
        children=(_INITIATIVE,),
    ),
    StandardSection(
        "Resultat över flera år",
        "Är året likt de andra, eller är det ett undantag? Följ insatserna över tid, och säg när något har bytt namn, "
        "delats eller mätts på ett annat sätt. Skriv inte att något ökar eller minskar varje år utan att se efter i "
        "tabellen.",
        children=(
            StandardSection(
                "Deltagare",
                "Hur många har fått stöd? Säg vilka som räknas som deltagare.",
                "plans.outcome_series:participants",
            ),
            StandardSection("Avslut", "Hur många har avslutat?", "plans.outcome_series:exits"),
            StandardSection(
                "Andel i mål",
                "Hur stor del av dem som avslutat har gått till arbete, studier eller annan arbetslivsinriktad "
                "rehabilitering? Säg vad andelen räknas på.",
                "plans.outcome_series:goal_share",
            ),
            StandardSection(
                "Tid i insatsen",
                "Hur länge är deltagarna med, i genomsnitt? Är tiden lagom?",
                "plans.outcome_series:mean_months",
            ),
        ),
    ),
    StandardSection(
        "Utbildning och övergripande samordning",
        "Vad har förbundet gjort för personal, chefer och förtroendevalda hos medlemmarna: utbildningar, nätverk, "
        "konferenser? Vad har det lett till? Kostar något mycket mer eller mindre än förra året ska det sägas.",
        children=(
            StandardSection(
                "Utbildningar över flera år",
                "Hur många utbildningar och deltagare, år för år?",
                "plans.training_series",
            ),
            StandardSection(
                "Årets utbildningar",
                "Tabellen hämtas från Resultat, Utbildningar. En person kan ha varit med flera gånger: säg det i så "
                "fall.",
                "plans.training_events",
            ),
            StandardSection(
                "Publikationer",
                "Vad har förbundet gett ut, i hur många exemplar, och vad kostade det? Stryk avsnittet om inget har "
                "getts ut.",
            ),
        ),
    ),
)
_MANAGEMENT_REPORT = (
    StandardSection(
        "Översikt över verksamhetens utveckling",
        "Förvaltningsberättelsen ska börja med en översikt (11 kap. 1 § lagen om kommunal bokföring och redovisning). "
        "Tabellen visar medelstilldelning, budget och eget kapital år för år. Säg vad som har drivit utvecklingen.",
        "budgets.history",
    ),
    StandardSection(
        "Viktiga förhållanden för resultat och ställning",
        "Vad utanför förbundet påverkar det (11 kap. 2 §)? Statens anslag och fördelningen mellan förbunden, "
        "medlemmarnas ekonomi, arbetsmarknaden, ändrade lagar. Säg vilka risker styrelsen ser och vad den gör åt dem.",
    ),
    StandardSection(
        "Händelser av väsentlig betydelse",
        "Vad har hänt under året, och efter det men innan årsredovisningen skrevs under (11 kap. 3 §)? Skriv när det "
        "hände och vad det betyder för verksamheten eller ekonomin.",
    ),
    StandardSection(
        "Förväntad utveckling",
        "Vad väntar de närmaste åren (11 kap. 4 §)? Utgå från beslutad budget och säg vad som är beslutat, äskat och "
        "uppskattat. Går budgeten med underskott: säg hur mycket, och vad som täcker det.",
        "budgets.budget_overview:next",
    ),
    StandardSection(
        "Väsentliga personalförhållanden",
        "Vilka arbetar för förbundet, i vilken omfattning, och hos vem är de anställda (11 kap. 5 §)? Uppgifter om "
        "sjukfrånvaro ska inte lämnas när de anställda är tio eller färre, eller när de går att koppla till en person "
        "(11 kap. 6 §).",
    ),
    StandardSection(
        "Styrning och uppföljning av verksamheten",
        "Hur styr och följer styrelsen verksamheten (11 kap. 7 §)? Vad har den interna kontrollen visat, och vad blev "
        "det av revisorernas förra granskning?",
    ),
    StandardSection(
        "God ekonomisk hushållning",
        "Målen för god ekonomisk hushållning i budgeten ska utvärderas (11 kap. 8 §): de för verksamheten, som står i "
        "uppföljningen av verksamhetsplanen, och de finansiella, som visas här. Säg för vart och ett om det är nått, "
        "och vad bedömningen bygger på.",
        "plans.financial_goals",
    ),
    StandardSection(
        "Resultat och ekonomisk ställning",
        "Förklara årets resultat mot budgeten och mot förra året, och det egna kapitalet mot den lägsta och den "
        "högsta nivå som gäller (11 kap. 9 §). Börja med det som är störst i kronor.",
    ),
    StandardSection(
        "Balanskravsresultat",
        "Årets resultat efter balanskravsjusteringar (11 kap. 10 och 11 §§). De flesta förbund har inga justeringar: "
        "då är balanskravsresultatet detsamma som årets resultat. Finns ett underskott ska det sägas hur det täcks.",
        "budgets.balance_requirement",
    ),
)
_STATEMENTS = (
    StandardSection(
        "Resultaträkning",
        "Hämtas ur bokföringen. Posterna har förbundets uppställning eller lagens (5 kap. 2 §); välj den som tabell i "
        "avsnittet. Jämförelsetalen är de som stod i förra årets årsredovisning.",
        "budgets.income_statement",
    ),
    StandardSection(
        "Balansräkning",
        "Posterna förs in under Uppföljning, Balans (6 kap. 2 §). Panter och ansvarsförbindelser ska stå här; skriv "
        "annars att det inte finns några.",
        "budgets.balance_sheet",
    ),
    StandardSection(
        "Kassaflödesanalys",
        "Räknas fram ur resultatet och balansräkningen (8 kap. 1 §). Säg vad som förklarar att kassan har ökat eller "
        "minskat.",
        "budgets.cash_flow",
    ),
    StandardSection(
        "Redovisningsprinciper",
        "Säg att årsredovisningen följer lagen om kommunal bokföring och redovisning, hur fordringar, avsättningar "
        "och pensioner är värderade, och om någon rekommendation från Rådet för kommunal redovisning inte följs och "
        "varför (4 kap. 3 §). Är jämförelsetal ändrade ska det stå vilka och varför (9 kap.).",
    ),
    StandardSection(
        "Noter",
        "Noterna numreras i den ordning som räkningarna hänvisar till dem. Stryk dem som inte behövs och lägg till "
        "ett avsnitt för varje ny not, med noten som tabell. En not som ingen rad hänvisar till numreras efter de "
        "andra.",
        children=(
            StandardSection(
                "Medlemmarnas bidrag", "Vad var och en har betalat.", "budgets.note:contributions"
            ),
            StandardSection("Verksamhetens kostnader", "Vad kostnaderna består av.", "budgets.note:costs"),
            StandardSection("Fordringar", "Vad andra är skyldiga förbundet.", "budgets.note:receivables"),
            StandardSection("Avsättningar", "Framför allt pensioner.", "budgets.note:provisions"),
            StandardSection(
                "Kortfristiga skulder", "Vad förbundet ska betala inom ett år.", "budgets.note:current-debts"
            ),
            StandardSection(
                "Revisionens kostnad",
                "Den sammanlagda kostnaden för revisorernas granskning av räkenskaperna ska stå i en not (9 kap. 13 "
                "§). Beloppet förs in under Uppföljning, Bokslut.",
                "budgets.audit_cost",
            ),
        ),
    ),
    StandardSection(
        "Driftredovisning",
        "Utfallet mot den beslutade budgeten, ett ID i taget (10 kap. 1 §). Förklara de stora avvikelserna, om de "
        "inte redan är förklarade tidigare: hänvisa då dit.",
        "budgets.operating_statement",
        (
            StandardSection(
                "Från driftredovisning till resultaträkning",
                "Driftredovisningen visar kostnader minus egna intäkter, resultaträkningen hela beloppen. Tabellen "
                "visar hur det ena blir det andra.",
                "budgets.bridge",
            ),
        ),
    ),
    StandardSection(
        "Investeringsredovisning",
        "Årets investeringar mot budgeten (10 kap. 2 §). De flesta förbund har inga: då står det i en mening.",
        "budgets.investments",
    ),
    StandardSection(
        "Underskrifter",
        "Styrelsens ledamöter och revisorerna skriver under här. Sidan räknas fram ur vilka som sitter i styrelsen "
        "den dag då årsredovisningen skrivs under, och ska stå sist.",
        "reports.signatures",
    ),
)
ANNUAL_REPORT = (
    *_ACTIVITY,
    StandardSection(
        "Förvaltningsberättelse",
        "Det som lagen om kommunal bokföring och redovisning (11 kap.) begär utöver redogörelsen för verksamheten. "
        "Har något redan sagts hänvisar du dit med Hänvisning i stället för att säga det igen.",
        children=_MANAGEMENT_REPORT,
    ),
    *_STATEMENTS,
)
