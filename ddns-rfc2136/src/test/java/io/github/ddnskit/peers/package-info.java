/**
 * Real name servers and DNS tools, driven from tests.
 *
 * <pre>{@code
 * try (PeerServer bind = Named.start()) { // or Knotd.start()
 *     TsigKey key = PeerServer.key(TsigAlgorithm.HMAC_SHA256); // one of six that may update example.test
 *     ... update home.example.test at bind.address() ...
 *     assertThat(bind.data("home.example.test", "A")).containsExactly("192.0.2.1");
 *     bind.stop(); // nothing listens any more
 *     bind.restart(); // the same port, the same zones, what was published is still there
 * }
 * String answer = Tool.run("dig", "@127.0.0.1", "-p", port, "home.example.test", "A").stdout();
 * }</pre>
 *
 * <p>The zones served unless others are given ({@link PeerZone#STANDARD}): {@code example.test} and its child
 * {@code sub.example.test} take updates signed with any of the six keys, {@code open.test} takes unsigned ones,
 * {@code locked.test} none. Everything listens on 127.0.0.1 only, at a free port, and keeps its files in a temporary
 * folder that {@code close()} deletes. Everybody may transfer the zones.
 *
 * <p>A test that needs a program which is not installed is skipped, unless the environment variable
 * {@code DDNSKIT_REQUIRE_PEERS} is set: then it fails. {@link Named}, {@link Knotd} and {@link Tool} see to that
 * themselves; {@link Peers#require} does so for anything else.
 */
@NullMarked
package io.github.ddnskit.peers;

import org.jspecify.annotations.NullMarked;
