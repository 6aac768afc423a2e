package io.github.ddnskit.gateway;

import io.github.ddnskit.dyndns2.Meaning;
import io.github.ddnskit.dyndns2.Replies;
import io.github.ddnskit.dyndns2.ReplyRule;
import java.util.Locale;

/** The return codes that the gateway gives: rows of the table by which the client reads them. */
enum Code {
    GOOD("good", 200),
    NOCHG("nochg", 200),
    /** Wrong, unknown, or none: one code, lest it tells which names there are. */
    BADAUTH("badauth", 401),
    BADAGENT("badagent", 403),
    /** What the account does not include. */
    NOT_PAID("!donator", 200),
    /** Not among the hosts of the account, whether or not somebody else has it. */
    NOHOST("nohost", 200),
    NOTFQDN("notfqdn", 200),
    NUMHOST("numhost", 200),
    /** A host or account that was disabled. */
    ABUSE("abuse", 200),
    BADIP("badip", 200),
    /** DNS did not confirm the update. */
    DNSERR("dnserr", 200),
    /** The gateway itself cannot do it now. */
    UNAVAILABLE("911", 503);

    private final String word;
    private final int status;
    private final Meaning meaning;

    Code(String word, int status) {
        this.word = word;
        this.status = status;
        this.meaning = Replies.standard().stream()
                .filter(rule -> rule.key().equals(word))
                .map(ReplyRule::meaning)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(word + " is not in the table of the client"));
    }

    String word() {
        return word;
    }

    int status() {
        return status;
    }

    boolean isSuccess() {
        return meaning.isSuccess();
    }

    /** The same for protocols that want an identifier. */
    String identifier() {
        return this == UNAVAILABLE ? "UNAVAILABLE" : word.replace("!", "").toUpperCase(Locale.ROOT);
    }
}
