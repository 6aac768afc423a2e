package io.github.ddnskit.spi;

/**
 * Where an observation comes from: what decides how much it counts beside others.
 *
 * @param source the source that answered
 * @param vantage from where it sees the address
 * @param operator who runs what answered, such as {@code this device} or {@code ipify.org}
 * @param authenticated whether nobody on the way could have forged the answer
 */
public record Provenance(SourceId source, Vantage vantage, String operator, boolean authenticated) {

    /**
     * The provenance of an answer that never left this device.
     *
     * @param source the source that answered
     * @param vantage {@link Vantage#LOCAL} or {@link Vantage#DECLARED}
     * @return the provenance
     */
    public static Provenance ofThisDevice(SourceId source, Vantage vantage) {
        return new Provenance(source, vantage, "this device", true);
    }

    @Override
    public String toString() {
        return source.toString();
    }
}
