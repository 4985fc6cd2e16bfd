"""The outline of an activity plan with its budget."""

from plans.standard_outline.sections import StandardSection

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
