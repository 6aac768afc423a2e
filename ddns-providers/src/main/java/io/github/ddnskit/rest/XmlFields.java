package io.github.ddnskit.rest;

import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads small XML documents as the texts of their elements. */
final class XmlFields {

    private XmlFields() {}

    /**
     * {@return the texts of the elements that hold nothing but text, by name; the first of a name counts}
     *
     * @param document in UTF-8, whatever it says of itself: Namecheap's says UTF-16
     * @throws XMLStreamException if it is not well-formed, or has a DTD
     */
    static Map<String, String> of(byte[] document) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        XMLStreamReader reader =
                factory.createXMLStreamReader(new StringReader(new String(document, StandardCharsets.UTF_8)));
        Map<String, String> fields = new LinkedHashMap<>();
        String open = "";
        StringBuilder text = new StringBuilder();
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.DTD -> throw new XMLStreamException("a DTD is refused");
                case XMLStreamConstants.START_ELEMENT -> {
                    open = reader.getLocalName();
                    text.setLength(0);
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> text.append(reader.getText());
                case XMLStreamConstants.END_ELEMENT -> {
                    if (reader.getLocalName().equals(open)) {
                        fields.putIfAbsent(open, text.toString().strip());
                    }
                    open = "";
                }
                default -> {
                    // comments and the like
                }
            }
        }
        return fields;
    }
}
