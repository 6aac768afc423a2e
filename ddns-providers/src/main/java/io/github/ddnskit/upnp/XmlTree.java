package io.github.ddnskit.upnp;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * A small XML document from somebody who is not trusted: no DTD, hence no entities of its own, and neither deep nor wide.
 *
 * @param name the name of the element, without its prefix
 * @param text the text right inside it, stripped
 * @param children the elements right inside it
 */
record XmlTree(String name, String text, List<XmlTree> children) {

    private static final int DEEPEST = 32;
    private static final int MOST_ELEMENTS = 4096;

    /** Reads a document; throws if it is not well-formed, has a DTD or is too big. */
    static XmlTree read(String document) throws UpnpException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("nothing is fetched");
        });
        try {
            XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(document));
            while (reader.next() != XMLStreamConstants.START_ELEMENT) {
                if (reader.getEventType() == XMLStreamConstants.DTD) {
                    throw new UpnpException("XML with a DTD, which is refused");
                }
            }
            XmlTree root = element(reader, 0, new int[1]);
            while (reader.hasNext()) {
                reader.next();
            }
            return root;
        } catch (XMLStreamException | RuntimeException e) {
            // The parser of the JDK throws either; its message may repeat what it read.
            throw new UpnpException("what is not well-formed XML");
        }
    }

    /** The same; what is thrown begins with who sent it. */
    static XmlTree read(String document, String who) throws UpnpException {
        try {
            return read(document);
        } catch (UpnpException e) {
            throw new UpnpException(who + " sent " + e.getMessage());
        }
    }

    private static XmlTree element(XMLStreamReader reader, int depth, int[] count)
            throws XMLStreamException, UpnpException {
        if (depth > DEEPEST || ++count[0] > MOST_ELEMENTS) {
            throw new UpnpException("XML that is too big to be a reply of a router");
        }
        String name = reader.getLocalName();
        StringBuilder text = new StringBuilder();
        List<XmlTree> children = new ArrayList<>();
        while (true) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> children.add(element(reader, depth + 1, count));
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> text.append(reader.getText());
                case XMLStreamConstants.END_ELEMENT -> {
                    return new XmlTree(name, text.toString().strip(), children);
                }
                case XMLStreamConstants.ENTITY_REFERENCE, XMLStreamConstants.DTD ->
                    throw new UpnpException("XML with an entity, which is refused");
                default -> {
                    // comments and the like
                }
            }
        }
    }

    /** The only child of a name; empty if there is none, or more than one. */
    Optional<XmlTree> child(String childName) {
        List<XmlTree> found =
                children.stream().filter(child -> child.name.equals(childName)).toList();
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    /** The text of the only child of a name, empty if there is no such child. */
    String textOf(String childName) {
        return child(childName).map(XmlTree::text).orElse("");
    }

    /** This element and all inside it, in the order of the document. */
    Stream<XmlTree> all(Predicate<XmlTree> wanted) {
        return Stream.concat(Stream.of(this).filter(wanted), children.stream().flatMap(child -> child.all(wanted)));
    }
}
