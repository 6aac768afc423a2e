package io.github.ddnskit.testkit.provider;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** Reads a change batch as strictly as Route 53 does, and writes record sets. */
final class Route53Text {

    static final String NAMESPACE = "https://route53.amazonaws.com/doc/2013-04-01/";

    /** The elements of a set in the only order that is accepted. */
    private static final List<String> ORDER = List.of(
            "Name",
            "Type",
            "SetIdentifier",
            "Weight",
            "Region",
            "GeoLocation",
            "Failover",
            "MultiValueAnswer",
            "TTL",
            "ResourceRecords",
            "AliasTarget",
            "HealthCheckId",
            "TrafficPolicyInstanceId",
            "CidrRoutingConfig",
            "GeoProximityLocation");

    private Route53Text() {}

    /**
     * Reads a request.
     *
     * @throws IllegalArgumentException if it is not one, or its elements do not stand in their order
     */
    static List<Route53Zone.Change> changes(String body) {
        Element root = parse(body);
        require(root.getLocalName().equals("ChangeResourceRecordSetsRequest"), "the request is something else");
        require(NAMESPACE.equals(root.getNamespaceURI()), "the namespace is not " + NAMESPACE);
        Element batch = only(root, "ChangeBatch");
        List<Element> changes = children(last(batch, "Changes"));
        require(!changes.isEmpty(), "there are no changes");
        List<Route53Zone.Change> read = new ArrayList<>();
        for (Element change : changes) {
            List<Element> parts = children(change);
            require(
                    parts.stream().map(Element::getLocalName).toList().equals(List.of("Action", "ResourceRecordSet")),
                    "a Change is an Action and a ResourceRecordSet, in this order");
            String action = parts.get(0).getTextContent();
            require(List.of("CREATE", "DELETE", "UPSERT").contains(action), "unknown action");
            read.add(new Route53Zone.Change(action, set(parts.get(1))));
        }
        return read;
    }

    private static Route53Set set(Element element) {
        List<Element> parts = children(element);
        List<Integer> places =
                parts.stream().map(part -> ORDER.indexOf(part.getLocalName())).toList();
        require(
                !places.contains(-1)
                        && IntStream.range(1, places.size()).allMatch(i -> places.get(i - 1) < places.get(i)),
                "the elements of a ResourceRecordSet must stand in their order");
        Map<String, String> texts = new TreeMap<>();
        List<String> values = new ArrayList<>();
        for (Element part : parts) {
            if (part.getLocalName().equals("ResourceRecords")) {
                children(part)
                        .forEach(record -> values.add(only(record, "Value").getTextContent()));
            } else {
                texts.put(part.getLocalName(), inside(part));
            }
        }
        String name = texts.remove("Name");
        String type = texts.remove("Type");
        String ttl = texts.remove("TTL");
        require(name != null && type != null, "a set has a Name and a Type");
        boolean alias = texts.containsKey("AliasTarget");
        require(
                alias ? ttl == null && values.isEmpty() : ttl != null && !values.isEmpty(),
                "Expected exactly one of [AliasTarget, all of [TTL, and ResourceRecords]]");
        return new Route53Set(
                String.valueOf(name), String.valueOf(type), ttl == null ? -1 : Long.parseLong(ttl), values, texts);
    }

    static String xml(Route53Set set) {
        Map<String, String> elements = new TreeMap<>(set.more());
        elements.put("Name", set.writtenName());
        elements.put("Type", set.type());
        if (set.ttl() >= 0) {
            elements.put("TTL", Long.toString(set.ttl()));
            elements.put(
                    "ResourceRecords",
                    set.values().stream()
                            .map(value -> "<ResourceRecord><Value>" + escape(value) + "</Value></ResourceRecord>")
                            .collect(Collectors.joining()));
        }
        return ORDER.stream()
                .filter(elements::containsKey)
                .map(name -> "<" + name + ">" + elements.get(name) + "</" + name + ">")
                .collect(Collectors.joining("", "<ResourceRecordSet>", "</ResourceRecordSet>"));
    }

    static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static String inside(Element element) {
        List<Element> children = children(element);
        return children.isEmpty()
                ? escape(element.getTextContent())
                : children.stream()
                        .map(child ->
                                "<" + child.getLocalName() + ">" + inside(child) + "</" + child.getLocalName() + ">")
                        .collect(Collectors.joining());
    }

    private static Element parse(String body) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
            factory.setNamespaceAware(true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setErrorHandler(null);
            return builder.parse(new InputSource(new StringReader(body))).getDocumentElement();
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new IllegalArgumentException("the body is not XML", e);
        }
    }

    private static Element only(Element parent, String name) {
        List<Element> children = children(parent);
        require(
                children.size() == 1 && children.get(0).getLocalName().equals(name),
                parent.getLocalName() + " holds one " + name);
        return children.get(0);
    }

    /** A batch may begin with a comment. */
    private static Element last(Element parent, String name) {
        List<Element> children = children(parent);
        require(
                !children.isEmpty()
                        && children.get(children.size() - 1).getLocalName().equals(name),
                parent.getLocalName() + " ends with " + name);
        return children.get(children.size() - 1);
    }

    private static List<Element> children(Element parent) {
        List<Element> children = new ArrayList<>();
        NodeList nodes = parent.getChildNodes();
        for (int i = 0; i < nodes.getLength(); i++) {
            if (nodes.item(i).getNodeType() == Node.ELEMENT_NODE) {
                children.add((Element) nodes.item(i));
            }
        }
        return children;
    }

    private static void require(boolean right, String otherwise) {
        if (!right) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
