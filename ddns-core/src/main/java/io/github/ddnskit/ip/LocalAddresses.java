package io.github.ddnskit.ip;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lists the addresses of the interfaces that are up, with the flags that Linux has for IPv6 ones. */
final class LocalAddresses {

    private static final Path IF_INET6 = Path.of("/proc/net/if_inet6");

    /** Flags of {@code linux/if_addr.h}, and what is wrong with an address that has them. */
    private static final Map<Integer, String> UNFIT =
            Map.of(0x01, "temporary", 0x08, "duplicate", 0x20, "deprecated", 0x40, "tentative");

    private LocalAddresses() {}

    /**
     * An address of an interface.
     *
     * @param interfaceName the name of the interface
     * @param address the address
     * @param unfit why it is not to be published, such as {@code temporary}, or empty
     */
    record Local(String interfaceName, InetAddress address, String unfit) {}

    /** What an interface has, or empty if there is no such interface or it is down. */
    static Optional<List<Local>> of(String interfaceName) throws IOException {
        NetworkInterface found = NetworkInterface.getByName(interfaceName);
        return found == null || !found.isUp() ? Optional.empty() : Optional.of(of(found, flags()));
    }

    /** What the interfaces that are up have, other than the loopback one. */
    static List<Local> ofAll() throws IOException {
        Map<String, Integer> flags = flags();
        List<Local> all = new ArrayList<>();
        for (NetworkInterface found : NetworkInterface.networkInterfaces().toList()) {
            if (found.isUp() && !found.isLoopback()) {
                all.addAll(of(found, flags));
            }
        }
        return all;
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
        return UNFIT.entrySet().stream()
                .filter(entry -> (flags & entry.getKey()) != 0)
                .map(Map.Entry::getValue)
                .sorted()
                .findFirst()
                .orElse("");
    }

    private static Map<String, Integer> flags() throws IOException {
        return Files.isReadable(IF_INET6) ? parseFlags(Files.readAllLines(IF_INET6)) : Map.of();
    }

    private static List<Local> of(NetworkInterface found, Map<String, Integer> flags) {
        return found.inetAddresses()
                .map(address -> new Local(
                        found.getName(), address, unfit(flags.getOrDefault(found.getName() + " " + hex(address), 0))))
                .toList();
    }

    private static String hex(InetAddress address) {
        StringBuilder hex = new StringBuilder();
        for (byte b : address.getAddress()) {
            hex.append(String.format("%02x", b));
        }
        return hex.toString();
    }
}
