package io.github.ddnskit.replicas;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The way from a program to a server on this machine, which can be cut or frozen and mended. Thread-safe. */
final class Cable implements AutoCloseable {

    private final ServerSocket plug;
    private final int server;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private boolean frozen;
    private boolean cut;

    private Cable(ServerSocket plug, int server) {
        this.plug = plug;
        this.server = server;
    }

    static Cable to(int server) {
        try {
            Cable cable = new Cable(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), server);
            daemon(cable::accept);
            return cable;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return plug.getLocalPort();
    }

    /** Nothing gets through any more, and nobody is told; it arrives late if the cable is mended. */
    synchronized void freeze() {
        frozen = true;
    }

    /** All connections end, and new ones end at once. */
    synchronized void cut() {
        cut = true;
        sockets.forEach(Cable::close);
    }

    synchronized void mend() {
        frozen = false;
        cut = false;
        notifyAll();
    }

    @Override
    public void close() {
        cut();
        mend();
        try {
            plug.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        while (!plug.isClosed()) {
            try {
                Socket near = plug.accept();
                if (!connect(near)) {
                    close(near);
                }
            } catch (IOException e) {
                // The cable is thrown away.
            }
        }
    }

    private synchronized boolean connect(Socket near) {
        if (cut) {
            return false;
        }
        try {
            Socket far = new Socket(InetAddress.getLoopbackAddress(), server);
            sockets.add(near);
            sockets.add(far);
            daemon(() -> pump(near, far));
            daemon(() -> pump(far, near));
            return true;
        } catch (IOException serverIsDown) {
            return false;
        }
    }

    private void pump(Socket from, Socket to) {
        try (from;
                to) {
            from.setTcpNoDelay(true);
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[16_384];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                awaitThaw();
                out.write(buffer, 0, n);
            }
        } catch (IOException e) {
            // Then the other direction ends, too.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    private synchronized void awaitThaw() throws InterruptedException {
        while (frozen) {
            wait();
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is closed all the same.
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "cable");
        thread.setDaemon(true);
        thread.start();
    }
}
