package io.github.ddnskit.rfc2136;

import org.jspecify.annotations.Nullable;

/**
 * What an updater does about a name that is somebody else's. Immutable and thread-safe.
 *
 * @param mode what it does
 * @param mark what its own names carry; null if it writes whatever is there
 */
public record Ownership(Mode mode, @Nullable OwnerMark mark) {

    /** What to do about names that others have. */
    public enum Mode {
        /** Write whatever is there. */
        OVERWRITE,
        /** Write only names that are free or carry our mark, and never touch another (RFC 4703). */
        OWN,
        /** The same, and take names over that carry another's mark. Names without any mark are left alone. */
        TAKE_OVER
    }

    /**
     * Checks the components.
     *
     * @param mode what it does
     * @param mark what its own names carry; null if it writes whatever is there
     * @throws IllegalArgumentException if there is no mark where one is needed, or one where none is
     */
    public Ownership {
        if ((mark == null) != (mode == Mode.OVERWRITE)) {
            throw new IllegalArgumentException("a mark belongs to names that are owned, and to no others");
        }
    }

    /** {@return names are written whatever they hold} */
    public static Ownership overwrite() {
        return new Ownership(Mode.OVERWRITE, null);
    }

    /**
     * Somebody else's name is never touched.
     *
     * @param mark what our names carry
     * @return the decision
     */
    public static Ownership own(OwnerMark mark) {
        return new Ownership(Mode.OWN, mark);
    }

    /**
     * The name follows a person from device to device: the last one to come has it.
     *
     * @param mark what our names carry
     * @return the decision
     */
    public static Ownership takeOver(OwnerMark mark) {
        return new Ownership(Mode.TAKE_OVER, mark);
    }
}
