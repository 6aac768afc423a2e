package io.github.ddnskit.route53;

import io.github.ddnskit.http.HttpReply;
import java.util.List;
import java.util.stream.Collectors;
import javax.xml.stream.XMLStreamException;

/**
 * What a reply says that is no success, in either of the two shapes that it comes in.
 *
 * @param code such as {@code Throttling}; empty if the reply names none
 * @param message words of AWS, never to be shown: they name the account
 */
record ApiError(String code, String message) {

    static final String INVALID_BATCH = "InvalidChangeBatch";

    private static final List<String> BUSY =
            List.of("Throttling", "ThrottlingException", "PriorRequestNotComplete", "RequestLimitExceeded");

    static ApiError of(HttpReply reply) {
        try {
            XmlElement root = XmlElement.parse(reply.text());
            if (root.name().equals(INVALID_BATCH)) {
                String messages = root.child("Messages").children("Message").stream()
                        .map(XmlElement::text)
                        .collect(Collectors.joining(", "));
                return new ApiError(INVALID_BATCH, messages);
            }
            XmlElement error = root.child("Error");
            return new ApiError(
                    error.child("Code").text(), error.child("Message").text());
        } catch (XMLStreamException notXml) {
            return new ApiError("", "");
        }
    }

    /** Whether the same request may be sent again in a moment. */
    boolean isBusy() {
        return BUSY.contains(code);
    }
}
