package io.github.ddnskit.simulation;

import java.net.URI;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import org.jspecify.annotations.Nullable;

/** The folder of a {@link Disk}, {@code /}, or a file in it. */
record DiskPath(DiskFileSystem system, String text) implements Path {

    @Override
    public DiskFileSystem getFileSystem() {
        return system;
    }

    @Override
    public boolean isAbsolute() {
        return text.startsWith("/");
    }

    @Override
    public Path getRoot() {
        return new DiskPath(system, "/");
    }

    @Override
    public Path getFileName() {
        return new DiskPath(system, text.substring(1));
    }

    @Override
    public @Nullable Path getParent() {
        return text.equals("/") ? null : getRoot();
    }

    @Override
    public int getNameCount() {
        return text.equals("/") ? 0 : 1;
    }

    @Override
    public Path getName(int index) {
        return getFileName();
    }

    @Override
    public Path subpath(int begin, int end) {
        throw DiskFileSystem.notSimulated();
    }

    @Override
    public boolean startsWith(Path other) {
        throw DiskFileSystem.notSimulated();
    }

    @Override
    public boolean endsWith(Path other) {
        throw DiskFileSystem.notSimulated();
    }

    @Override
    public Path normalize() {
        return this;
    }

    @Override
    public Path resolve(Path other) {
        return other.isAbsolute() ? other : new DiskPath(system, "/" + other);
    }

    @Override
    public Path relativize(Path other) {
        throw DiskFileSystem.notSimulated();
    }

    @Override
    public URI toUri() {
        return URI.create("simulated:" + text);
    }

    @Override
    public Path toAbsolutePath() {
        return this;
    }

    @Override
    public Path toRealPath(LinkOption... options) {
        return this;
    }

    @Override
    public WatchKey register(WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers) {
        throw DiskFileSystem.notSimulated();
    }

    @Override
    public int compareTo(Path other) {
        return text.compareTo(other.toString());
    }

    @Override
    public String toString() {
        return text;
    }
}
