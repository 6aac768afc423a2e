package io.github.ddnskit.testkit.contract;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.Secret;
import io.github.ddnskit.spi.IpSource;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A source and what it asks, as {@link IpSourceContract} needs them: a fake, or a real one on loopback. Each test gets a
 * new one and closes it.
 *
 * <p>A source that asks nobody, such as one that knows its addresses by itself, keeps what stands here by default.
 */
public interface IpSourceFixture extends AutoCloseable {

    /** {@return the source, the same one at every call; the contract closes it} */
    IpSource source();

    /**
     * What the source must find while nothing is wrong.
     *
     * @param family the family asked for
     * @return the addresses, the preferred first; none if the source must not find any of this family
     */
    Set<InetAddress> addresses(AddressFamily family);

    /** {@return whether the source asks something outside this process that can be silent, gone or lying} */
    default boolean asks() {
        return false;
    }

    /** {@return how many questions have reached what the source asks} */
    default int questions() {
        return 0;
    }

    /** Makes what the source asks take questions and answer none, from now on. */
    default void fallSilent() {}

    /** Takes away what the source asks: nobody is there any more. */
    default void disappear() {}

    /**
     * Ways in which what the source asks, or somebody between, can answer wrongly, and none of which it may believe. Each
     * holds until the next one is run.
     *
     * @return what runs each way, by a name for the message of a failed test
     */
    default Map<String, Runnable> lies() {
        return Map.of();
    }

    /** {@return the secrets that the source was given; they must come up nowhere} */
    default List<Secret> secrets() {
        return List.of();
    }

    /** Ends what the source asks. */
    @Override
    void close();
}
