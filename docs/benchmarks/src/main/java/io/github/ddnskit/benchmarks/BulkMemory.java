package io.github.ddnskit.benchmarks;

import io.github.ddnskit.Goal;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Update;
import io.github.ddnskit.UpdateReport;
import io.github.ddnskit.rfc2136.DnsTransport;
import io.github.ddnskit.rfc2136.Rfc2136Updater;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/**
 * What {@code updateAll} holds on to while it runs, beyond its input: the most that is still in use after a collection, of
 * which there are some in each second, for more names each time. The server agrees to everything in this JVM.
 */
public final class BulkMemory {

    private static final int[] NAMES = {10_000, 100_000, 300_000};
    private static final byte[] AGREED = {0, 0, (byte) 0xa8, 0, 0, 0, 0, 0, 0, 0, 0, 0};

    private BulkMemory() {}

    /**
     * Runs it.
     *
     * @param args none
     * @throws Exception if a socket fails
     */
    public static void main(String[] args) throws Exception {
        run(System.out);
    }

    private static void run(PrintStream out) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Thread thread = new Thread(() -> agree(server), "agrees to everything");
            thread.setDaemon(true);
            thread.start();
            out.println("| names | input | beyond it while sending | of that, for a name | reports |");
            out.println("|---|---|---|---|---|");
            updateAll(server.getLocalPort(), updates(1000)); // classes
            for (int names : NAMES) {
                measure(server.getLocalPort(), names, out);
            }
        }
    }

    private static void measure(int port, int names, PrintStream out) throws Exception {
        long empty = Footprint.now().heap();
        List<Update> updates = updates(names);
        long input = Footprint.now().heap();
        Peak peak = new Peak();
        peak.start();
        List<UpdateReport> reports = updateAll(port, updates);
        long most = peak.end();
        long after = Footprint.now().heap();
        for (int i = 0; i < names; i++) {
            if (reports.get(i).ipv4() instanceof Outcome.Failed failed) {
                throw new IllegalStateException(updates.get(i).host() + ": " + failed);
            }
        }
        out.printf(
                Locale.ROOT,
                "| %,d | %.1f MiB | %.1f MiB | %d octets | %.1f MiB |%n",
                names,
                (input - empty) / 1048576.0,
                (most - input) / 1048576.0,
                (most - input) / names,
                (after - input) / 1048576.0);
    }

    private static List<UpdateReport> updateAll(int port, List<Update> updates) throws InterruptedException {
        try (Rfc2136Updater updater = Rfc2136Updater.builder()
                .server("127.0.0.1", port)
                .zone("example.test")
                .transport(DnsTransport.tcp())
                .timeout(Duration.ofMinutes(10)) // collections take their time
                .build()) {
            return updater.updateAll(updates);
        }
    }

    private static List<Update> updates(int names) {
        List<Update> updates = new ArrayList<>(names);
        for (int i = 0; i < names; i++) {
            String address = "10." + (i >> 16) + "." + (i >> 8 & 0xff) + "." + (i & 0xff);
            Hostname host = Hostname.of("host-" + i + ".example.test");
            updates.add(Update.of(host, Goal.publish(address), Goal.keep()));
        }
        return updates;
    }

    private static void agree(ServerSocket server) {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                DataInputStream in = new DataInputStream(socket.getInputStream());
                DataOutputStream out = new DataOutputStream(socket.getOutputStream());
                while (true) {
                    byte[] message = in.readNBytes(in.readUnsignedShort());
                    byte[] reply = AGREED.clone();
                    reply[0] = message[0];
                    reply[1] = message[1];
                    out.writeShort(reply.length);
                    out.write(reply);
                }
            } catch (IOException ended) {
                // and the next may come
            }
        }
    }

    /** Looks again and again at what is still in use after a collection. */
    private static final class Peak extends Thread {

        private static final long PAUSE = 100_000_000;

        private volatile boolean ended;
        private volatile long most;

        Peak() {
            super("looks at the memory");
        }

        @Override
        public void run() {
            while (!ended) {
                System.gc();
                most = Math.max(
                        most,
                        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
                LockSupport.parkNanos(PAUSE);
            }
        }

        long end() throws InterruptedException {
            ended = true;
            join();
            return most;
        }
    }
}
