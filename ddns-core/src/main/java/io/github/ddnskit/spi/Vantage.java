package io.github.ddnskit.spi;

/** From where a source sees the address. Answers count as independent only from different vantages or operators. */
public enum Vantage {
    /** On the device itself, such as a network interface. */
    LOCAL,
    /** At the router, which knows the address of its outer side. */
    GATEWAY,
    /** On the Internet, which sees where packets come from. */
    REFLEXIVE,
    /** Nowhere: somebody said so. */
    DECLARED
}
