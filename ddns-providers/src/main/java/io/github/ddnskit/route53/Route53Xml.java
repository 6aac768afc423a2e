package io.github.ddnskit.route53;

import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * The documents of the API, written and read.
 *
 * @see <a href="https://docs.aws.amazon.com/Route53/latest/APIReference/API_Operations_Amazon_Route_53.html">API
 *     reference</a>
 */
final class Route53Xml {

    static final String NAMESPACE = "https://route53.amazonaws.com/doc/2013-04-01/";

    /** What marks a set that is more than plain records, and what to call it. */
    private static final Map<String, String> ROUTING = Map.ofEntries(
            Map.entry("Weight", "weighted"),
            Map.entry("Region", "latency-based"),
            Map.entry("GeoLocation", "geolocation"),
            Map.entry("GeoProximityLocation", "geoproximity"),
            Map.entry("Failover", "failover"),
            Map.entry("MultiValueAnswer", "multivalue answer"),
            Map.entry("CidrRoutingConfig", "IP-based"),
            Map.entry("AliasTarget", "alias"),
            Map.entry("TrafficPolicyInstanceId", "traffic policy"),
            Map.entry("HealthCheckId", "health-checked"));

    private Route53Xml() {}

    record Zone(String id, String name, boolean isPrivate) {}

    /** Zones in the order of Route 53, and where the next ones begin. */
    record ZonePage(List<Zone> zones, Optional<Cursor> next) {}

    record RecordPage(List<RecordSet> sets, Optional<Cursor> next) {}

    /** Where a listing begins: at a name, and within it at a type and set, or at a zone id. */
    record Cursor(String name, Optional<String> type, Optional<String> id) {
        static Cursor at(String name) {
            return new Cursor(name, Optional.empty(), Optional.empty());
        }
    }

    record ChangeInfo(String id, boolean isInSync) {}

    /** The order of the elements is part of the protocol. */
    static String changeBatch(List<Change> changes) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("ChangeResourceRecordSetsRequest");
            xml.writeDefaultNamespace(NAMESPACE);
            xml.writeStartElement("ChangeBatch");
            xml.writeStartElement("Changes");
            for (Change change : changes) {
                write(xml, change);
            }
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("writing to memory does not fail", e);
        }
        return text.toString();
    }

    private static void write(XMLStreamWriter xml, Change change) throws XMLStreamException {
        RecordSet records = change.records();
        xml.writeStartElement("Change");
        element(xml, "Action", change.action().name());
        xml.writeStartElement("ResourceRecordSet");
        element(xml, "Name", records.name() + ".");
        element(xml, "Type", records.type());
        element(xml, "TTL", Long.toString(records.ttl()));
        xml.writeStartElement("ResourceRecords");
        for (String value : records.values()) {
            xml.writeStartElement("ResourceRecord");
            element(xml, "Value", value);
            xml.writeEndElement();
        }
        xml.writeEndElement();
        xml.writeEndElement();
        xml.writeEndElement();
    }

    private static void element(XMLStreamWriter xml, String name, String text) throws XMLStreamException {
        xml.writeStartElement(name);
        xml.writeCharacters(text);
        xml.writeEndElement();
    }

    static ZonePage zones(XmlElement reply) {
        List<Zone> zones = reply.child("HostedZones").children("HostedZone").stream()
                .map(zone -> new Zone(
                        bareId(zone.child("Id").text()),
                        RecordSet.plainName(zone.child("Name").text()),
                        isTrue(zone.child("Config").child("PrivateZone"))))
                .toList();
        return new ZonePage(zones, next(reply, "NextDNSName", "", "NextHostedZoneId"));
    }

    static RecordPage records(XmlElement reply) {
        List<RecordSet> sets = reply.child("ResourceRecordSets").children("ResourceRecordSet").stream()
                .map(Route53Xml::recordSet)
                .toList();
        return new RecordPage(sets, next(reply, "NextRecordName", "NextRecordType", "NextRecordIdentifier"));
    }

    private static RecordSet recordSet(XmlElement set) {
        Optional<String> ttl = set.text("TTL").filter(text -> text.matches("[0-9]{1,10}"));
        String routing = ROUTING.keySet().stream()
                .filter(set::has)
                .sorted()
                .findFirst()
                .map(ROUTING::get)
                .orElse(set.has("SetIdentifier") || ttl.isEmpty() ? "routing policy" : "");
        return new RecordSet(
                RecordSet.plainName(set.child("Name").text()),
                set.child("Type").text(),
                ttl.map(Long::parseLong).orElse(0L),
                set.child("ResourceRecords").children("ResourceRecord").stream()
                        .map(one -> one.child("Value").text())
                        .toList(),
                routing);
    }

    static ChangeInfo changeInfo(XmlElement reply) {
        XmlElement info = reply.child("ChangeInfo");
        return new ChangeInfo(
                bareId(info.child("Id").text()), info.child("Status").text().equals("INSYNC"));
    }

    /** Ids come as {@code /hostedzone/Z1} and {@code /change/C1}. */
    static String bareId(String id) {
        return id.substring(id.lastIndexOf('/') + 1);
    }

    private static Optional<Cursor> next(XmlElement reply, String name, String type, String id) {
        return isTrue(reply.child("IsTruncated"))
                ? reply.text(name).map(next -> new Cursor(RecordSet.plainName(next), reply.text(type), reply.text(id)))
                : Optional.empty();
    }

    private static boolean isTrue(XmlElement element) {
        return element.text().equals("true");
    }
}
