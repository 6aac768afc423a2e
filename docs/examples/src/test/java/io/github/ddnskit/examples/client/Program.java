package io.github.ddnskit.examples.client;

import java.io.PrintWriter;
import java.io.StringWriter;

/** A run of the reference client inside the test. */
record Program(int exitCode, String out, String err) {

    static Program run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
        return new Program(code, out.toString(), err.toString());
    }
}
