package io.github.ddnskit.doctor;

import java.util.Locale;

/** How much a finding matters. */
public enum Severity {
    /** Good to know; nothing needs to be done. */
    NOTE,
    /** Some cannot reach the device, or soon nobody can. */
    WARNING,
    /** It does not work. */
    FAULT;

    /** {@return whether somebody has to do something} */
    public boolean needsAction() {
        return this != NOTE;
    }

    /** {@return the name used in tables and JSON, such as {@code warning}} */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
