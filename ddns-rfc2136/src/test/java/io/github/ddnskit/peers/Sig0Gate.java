package io.github.ddnskit.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A gate in front of a name server, through which only questions come and updates that Net::DNS verifies with a KEY
 * record: BIND 9.18 no longer does so itself (CVE-2024-1975). Any other it answers with REFUSED, as BIND did.
 */
public final class Sig0Gate implements AutoCloseable {

    private static final String PROGRAM = """
            use strict;
            use warnings;
            use IO::Socket::INET;
            use Net::DNS;
            use Net::DNS::SEC;
            my ($server, @files) = @ARGV;
            my %keys;
            for my $file (@files) {
                open(my $in, '<', $file) or die $!;
                my ($line) = grep { !/^;/ } <$in>;
                my $key = Net::DNS::RR->new($line);
                $keys{$key->keytag} = $key;
            }
            my $front = IO::Socket::INET->new(LocalAddr => '127.0.0.1', Proto => 'udp') or die $!;
            $| = 1;
            print $front->sockport, "\\n";
            while (my $from = $front->recv(my $wire, 65535)) {
                my $packet = Net::DNS::Packet->new(\\$wire);
                next unless $packet;
                my $signature = $packet->sigrr;
                my $key = $signature && $keys{$signature->keytag};
                my $reply;
                if ($packet->header->opcode eq 'QUERY' || ($key && $signature->verify($packet, $key))) {
                    my $back = IO::Socket::INET->new(PeerAddr => '127.0.0.1', PeerPort => $server, Proto => 'udp') or die $!;
                    $back->send($wire);
                    $back->recv($reply, 65535);
                } else {
                    $reply = substr($wire, 0, 2) . pack('C2', unpack('C', substr($wire, 2, 1)) | 0x80, 5) . ("\\0" x 8);
                }
                $front->send($reply, 0, $from);
            }
            """;

    private final Process process;
    private final int port;

    private Sig0Gate(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts a gate.
     *
     * @param keyFiles the KEY records that signatures are verified with, as {@code dnssec-keygen} writes them
     * @param server what stands behind it
     * @return the gate, which is open
     */
    public static Sig0Gate start(List<Path> keyFiles, PeerServer server) {
        String perl = Peers.require("perl").toString();
        Tool modules = Tool.run("perl", "-MNet::DNS::SEC", "-e", "1");
        Peers.require(modules.exitCode() == 0, "Perl has Net::DNS::SEC");
        try {
            Path script = Files.writeString(Files.createTempFile("ddnskit-gate", ".pl"), PROGRAM);
            List<String> command = new ArrayList<>(List.of(perl, script.toString(), Integer.toString(server.port())));
            keyFiles.forEach(file -> command.add(file.toString()));
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
            try (BufferedReader said = process.inputReader()) {
                String line = said.readLine();
                if (line == null) {
                    throw new IllegalStateException("the gate does not open");
                }
                return new Sig0Gate(process, Integer.parseInt(line));
            } finally {
                Files.delete(script);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return {@code 127.0.0.1:port}} */
    public String address() {
        return "127.0.0.1:" + port;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
