package io.github.ddnskit.route53;

import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** An element of a reply with all it holds. Namespaces and attributes are passed over: no reply needs them. */
final class XmlElement {

    private final String name;
    private final StringBuilder text = new StringBuilder();
    private final List<XmlElement> children = new ArrayList<>();

    private XmlElement(String name) {
        this.name = name;
    }

    /** Reads a document, which may have no DTD. Not recursive, so that no reply can exhaust the stack. */
    static XmlElement parse(String document) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        XmlElement document0 = new XmlElement("");
        Deque<XmlElement> open = new ArrayDeque<>(List.of(document0));
        XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(document));
        try {
            while (reader.hasNext()) {
                switch (reader.next()) {
                    case XMLStreamConstants.START_ELEMENT -> {
                        XmlElement element = new XmlElement(reader.getLocalName());
                        open.element().children.add(element);
                        open.push(element);
                    }
                    case XMLStreamConstants.END_ELEMENT -> open.pop();
                    case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
                        open.element().text.append(reader.getText());
                    case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                        throw new XMLStreamException("a DTD or an entity is refused");
                    default -> {
                        // comments and the like say nothing
                    }
                }
            }
        } finally {
            reader.close();
        }
        return document0.children.get(0);
    }

    String name() {
        return name;
    }

    /** The text directly inside, without blanks around it. */
    String text() {
        return text.toString().strip();
    }

    List<XmlElement> children(String child) {
        return children.stream().filter(one -> one.name.equals(child)).toList();
    }

    boolean has(String child) {
        return children.stream().anyMatch(one -> one.name.equals(child));
    }

    /** The first child of a name, or an empty element if there is none. */
    XmlElement child(String child) {
        return children(child).stream().findFirst().orElseGet(() -> new XmlElement(child));
    }

    Optional<String> text(String child) {
        return Optional.of(child(child).text()).filter(found -> !found.isEmpty());
    }
}
