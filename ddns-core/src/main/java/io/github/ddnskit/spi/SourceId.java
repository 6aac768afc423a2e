package io.github.ddnskit.spi;

/**
 * Names an address source in events and status: its type and what distinguishes it, such as {@code interface:eth0}.
 *
 * @param type the type, as configuration files name it
 * @param name what distinguishes it from others of its type, or empty; holds no secret
 */
public record SourceId(String type, String name) {

    /** {@return {@code type:name}, or the type alone} */
    @Override
    public String toString() {
        return name.isEmpty() ? type : type + ":" + name;
    }
}
