package io.github.ddnskit.ip;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Lists the addresses of the interfaces that are up, with the flags that Linux has for IPv6 ones. */
final class LocalAddresses {

    private static final Path IF_INET6 = Path.of("/proc/net/if_inet6");

    private static final String TEMPORARY = "temporary";
    private static final int MOST_NAMES = 8;

    /** A flag of {@code linux/if_addr.h}, and what is wrong with an address that has it. */
    private record Flag(int bit, String unfit) {}

    /** Of several flags the first counts, so an address that is temporary is nothing worse. */
    private static final List<Flag> FLAGS = List.of(
            new Flag(0x08, "duplicate"),
            new Flag(0x20, "deprecated"),
            new Flag(0x40, "tentative"),
            new Flag(0x01, TEMPORARY));

    private LocalAddresses() {}

    /**
     * An address of an interface.
     *
     * @param interfaceName the name of the interface
     * @param address the address
     * @param unfit why it is not to be published, such as {@code temporary}, or empty
     */
    record Local(String interfaceName, InetAddress address, String unfit) {
        boolean isOnlyTemporary() {
            return unfit.equals(TEMPORARY);
        }
    }

    /** What the chosen interfaces have, or empty if there is none of them or none is up. */
    static Optional<List<Local>> of(InterfaceChoice choice) throws IOException {
        List<NetworkInterface> chosen = new ArrayList<>();
        for (NetworkInterface found : NetworkInterface.networkInterfaces()
                .flatMap(found -> Stream.concat(Stream.of(found), found.subInterfaces())) // such as eth0:1
                .toList()) {
            if (choice.includes(found.getName(), found.isLoopback()) && found.isUp()) {
                chosen.add(found);
            }
        }
        Optional<Map<String, Integer>> flags = flags();
        return chosen.isEmpty()
                ? Optional.empty()
                : Optional.of(chosen.stream()
                        .flatMap(found -> found.inetAddresses().map(address -> local(found, address, flags)))
                        .toList());
    }

    /** Interfaces of this device, up or not, for who looked for another one. */
    static String someNames() throws IOException {
        return NetworkInterface.networkInterfaces()
                .map(NetworkInterface::getName)
                .sorted()
                .limit(MOST_NAMES)
                .collect(Collectors.joining(", "));
    }

    /** What all interfaces that are up have, other than the loopback one. */
    static List<Local> ofAll() throws IOException {
        return of(InterfaceChoice.ANY).orElse(List.of());
    }

    /** Reads lines of {@code /proc/net/if_inet6}: the flags by interface and address. */
    static Map<String, Integer> parseFlags(List<String> lines) {
        Map<String, Integer> flags = new HashMap<>();
        for (String line : lines) {
            String[] words = line.strip().split("\\s+", -1);
            if (words.length == 6 && words[0].length() == 32) {
                flags.put(words[5] + " " + words[0], Integer.parseInt(words[4], 16));
            }
        }
        return flags;
    }

    /** What is wrong with an address that has these flags, or empty. */
    static String unfit(int flags) {
        return FLAGS.stream()
                .filter(flag -> (flags & flag.bit()) != 0)
                .map(Flag::unfit)
                .findFirst()
                .orElse("");
    }

    /** The flags of all IPv6 addresses, or empty where the system does not tell them. */
    private static Optional<Map<String, Integer>> flags() throws IOException {
        return Files.isReadable(IF_INET6) ? Optional.of(parseFlags(Files.readAllLines(IF_INET6))) : Optional.empty();
    }

    private static Local local(NetworkInterface found, InetAddress address, Optional<Map<String, Integer>> flags) {
        String unfit = "";
        if (address instanceof Inet6Address && flags.isPresent()) {
            Integer known = flags.get().get(found.getName() + " " + hex(address));
            // Interfaces and flags are read one after the other: what came or went between them is not settled.
            unfit = known == null ? "changing" : unfit(known);
        }
        return new Local(found.getName(), withoutScope(address), unfit);
    }

    private static String hex(InetAddress address) {
        return HexFormat.of().formatHex(address.getAddress());
    }

    /** The JDK adds the interface to every IPv6 address, but only a link-local one means something by it. */
    private static InetAddress withoutScope(InetAddress address) {
        try {
            return InetAddress.getByAddress(address.getAddress());
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 or 16 bytes are an address", e);
        }
    }
}
