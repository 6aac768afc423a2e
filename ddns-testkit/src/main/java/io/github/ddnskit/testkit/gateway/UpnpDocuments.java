package io.github.ddnskit.testkit.gateway;

import java.util.List;
import java.util.stream.Collectors;

/** The XML that a router sends (UPnP Device Architecture 2.0, sections 2.3, 3.2 and 3.3). */
final class UpnpDocuments {

    private static final String ENVELOPE = "<?xml version=\"1.0\"?>\n<s:Envelope"
            + " xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\""
            + " s:encodingStyle=\"http://schemas.xmlsoap.org/soap/encoding/\"><s:Body>%s</s:Body></s:Envelope>";

    private UpnpDocuments() {}

    static String description(List<String> services) {
        String all = services.stream()
                .map(type ->
                        "<service><serviceType>" + type + "</serviceType><serviceId>urn:upnp-org:serviceId:WANConn1"
                                + "</serviceId><SCPDURL>/scpd.xml</SCPDURL><controlURL>/ctl</controlURL>"
                                + "<eventSubURL>/evt</eventSubURL></service>")
                .collect(Collectors.joining());
        return "<?xml version=\"1.0\"?>\n<root xmlns=\"urn:schemas-upnp-org:device-1-0\"><specVersion><major>1</major>"
                + "<minor>0</minor></specVersion><device>"
                + "<deviceType>urn:schemas-upnp-org:device:InternetGatewayDevice:1</deviceType>"
                + "<friendlyName>Fake router</friendlyName><deviceList><device>"
                + "<deviceType>urn:schemas-upnp-org:device:WANDevice:1</deviceType><deviceList><device>"
                + "<deviceType>urn:schemas-upnp-org:device:WANConnectionDevice:1</deviceType><serviceList>" + all
                + "</serviceList></device></deviceList></device></deviceList></device></root>";
    }

    static String response(String type, String action, String arguments) {
        return ENVELOPE.formatted(
                "<u:" + action + "Response xmlns:u=\"" + type + "\">" + arguments + "</u:" + action + "Response>");
    }

    static String fault(int code) {
        return ENVELOPE.formatted("<s:Fault><faultcode>s:Client</faultcode><faultstring>UPnPError</faultstring><detail>"
                + "<UPnPError xmlns=\"urn:schemas-upnp-org:control-1-0\"><errorCode>" + code
                + "</errorCode><errorDescription>no</errorDescription></UPnPError></detail></s:Fault>");
    }
}
