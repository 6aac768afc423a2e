package io.github.ddnskit.upnp;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.Text;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/** What another parser, which builds the whole document, makes of a document without a DTD. */
record SlowXml(Element element) {

    /** The only one, since it takes long to make one. */
    private static final DocumentBuilder BUILDER = builder();

    static Optional<SlowXml> read(String document) {
        synchronized (BUILDER) {
            try {
                return Optional.of(new SlowXml(BUILDER.parse(new InputSource(new StringReader(document)))
                        .getDocumentElement()));
            } catch (SAXException | IOException malformed) {
                return Optional.empty();
            }
        }
    }

    private static DocumentBuilder builder() {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setErrorHandler(new DefaultHandler());
            return builder;
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("the JDK knows this feature", e);
        }
    }

    String name() {
        return element.getLocalName();
    }

    String text() {
        return nodes(element)
                .filter(Text.class::isInstance)
                .map(Node::getNodeValue)
                .collect(Collectors.joining())
                .strip();
    }

    List<SlowXml> children() {
        return nodes(element)
                .filter(Element.class::isInstance)
                .map(child -> new SlowXml((Element) child))
                .toList();
    }

    List<SlowXml> children(String name) {
        return children().stream().filter(child -> child.name().equals(name)).toList();
    }

    /** {@return the one child of a name} */
    Optional<SlowXml> child(String name) {
        List<SlowXml> found = children(name);
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    XmlTree tree() {
        return new XmlTree(
                name(), text(), children().stream().map(SlowXml::tree).toList());
    }

    int depth() {
        return children().stream().mapToInt(child -> 1 + child.depth()).max().orElse(0);
    }

    int size() {
        return 1 + children().stream().mapToInt(SlowXml::size).sum();
    }

    private static Stream<Node> nodes(Element parent) {
        return IntStream.range(0, parent.getChildNodes().getLength()).mapToObj(parent.getChildNodes()::item);
    }
}
