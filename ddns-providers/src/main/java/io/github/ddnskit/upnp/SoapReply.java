package io.github.ddnskit.upnp;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads what a router answers to the call of an action (UPnP Device Architecture 2.0, section 3.1). */
final class SoapReply {

    private static final Map<String, String> ERRORS = Map.of(
            "401", "it does not know this action",
            "402", "it did not like the arguments",
            "501", "the action failed",
            "606", "it demands a login");

    private SoapReply() {}

    /**
     * The arguments that come back.
     *
     * @param status the HTTP status
     * @param body what came with it
     * @param action what was called
     * @param who who answered, to begin a message with
     * @return the texts of the arguments by their names; an argument that comes twice has none
     * @throws UpnpException if it is anything else than a success of this action
     */
    static Map<String, String> arguments(int status, String body, String action, String who) throws UpnpException {
        if (status != 200 && status != 500) {
            throw new UpnpException(who + " answered " + action + " with status " + status);
        }
        Optional<XmlTree> content = Optional.of(XmlTree.read(body, who))
                .filter(root -> root.name().equals("Envelope"))
                .flatMap(root -> root.child("Body"));
        Optional<XmlTree> response = content.flatMap(inside -> inside.child(action + "Response"));
        if (status == 200 && response.isPresent()) {
            return response.get().children().stream()
                    .collect(Collectors.toMap(XmlTree::name, XmlTree::text, (a, b) -> ""));
        }
        throw new UpnpException(who
                + content.flatMap(inside -> inside.child("Fault"))
                        .flatMap(fault -> fault.child("detail"))
                        .flatMap(detail -> detail.child("UPnPError"))
                        .map(error -> error.textOf("errorCode"))
                        .filter(code -> code.matches("[0-9]{3}"))
                        .map(code -> " refused " + action + " with error " + code
                                + (ERRORS.containsKey(code) ? ": " + ERRORS.get(code) : ""))
                        .orElse(" answered " + action + " with something else than a reply to it"));
    }
}
