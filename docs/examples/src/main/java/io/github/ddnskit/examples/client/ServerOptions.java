package io.github.ddnskit.examples.client;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** How the commands that look at DNS find the name servers. */
final class ServerOptions {

    @Option(
            names = "--resolver",
            paramLabel = "ADDRESS",
            description = "A resolver to find name servers with, such as 192.0.2.53; those of the system if left out.")
    List<String> resolvers = new ArrayList<>();

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "53",
            description = "The port of the name servers that NS records tell. Default: ${DEFAULT-VALUE}.")
    int port = 53;
}
