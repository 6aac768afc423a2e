package io.github.ddnskit.simulation;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.StandardOpenOption;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileStoreAttributeView;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A {@link Disk} as the JDK's file API sees it, as far as a store of states needs it. */
final class DiskFileSystem extends FileSystem {

    private final Provider provider;

    DiskFileSystem(Disk disk) {
        provider = new Provider(this, disk);
    }

    @Override
    public FileSystemProvider provider() {
        return provider;
    }

    @Override
    public Path getPath(String first, String... more) {
        return new DiskPath(this, first);
    }

    @Override
    public String getSeparator() {
        return "/";
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public boolean isReadOnly() {
        return false;
    }

    @Override
    public void close() {}

    @Override
    public Set<String> supportedFileAttributeViews() {
        return Set.of("basic", "posix");
    }

    @Override
    public Iterable<Path> getRootDirectories() {
        return List.of(getPath("/"));
    }

    @Override
    public Iterable<FileStore> getFileStores() {
        return List.of(Store.ONLY);
    }

    @Override
    public PathMatcher getPathMatcher(String syntaxAndPattern) {
        throw notSimulated();
    }

    @Override
    public UserPrincipalLookupService getUserPrincipalLookupService() {
        throw notSimulated();
    }

    @Override
    public WatchService newWatchService() {
        throw notSimulated();
    }

    /** The store does not ask for it; should it begin to, the simulation has to learn what a disk would do. */
    static UnsupportedOperationException notSimulated() {
        return new UnsupportedOperationException("the simulated disk cannot do what a state store never asks for");
    }

    private static final class Provider extends FileSystemProvider {
        private final DiskFileSystem system;
        private final Disk disk;

        Provider(DiskFileSystem system, Disk disk) {
            this.system = system;
            this.disk = disk;
        }

        @Override
        public String getScheme() {
            return "simulated";
        }

        @Override
        public FileSystem newFileSystem(URI uri, Map<String, ?> env) {
            throw notSimulated();
        }

        @Override
        public FileSystem getFileSystem(URI uri) {
            return system;
        }

        @Override
        public Path getPath(URI uri) {
            throw notSimulated();
        }

        @Override
        public FileChannel newFileChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
                throws IOException {
            String name = name(path);
            if (name.isEmpty()) {
                return DiskChannel.ofFolder(disk);
            }
            if (options.contains(StandardOpenOption.CREATE_NEW)) {
                return DiskChannel.of(disk, disk.create(name));
            }
            return DiskChannel.of(disk, find(name));
        }

        @Override
        public SeekableByteChannel newByteChannel(
                Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes) throws IOException {
            return newFileChannel(path, options, attributes);
        }

        @Override
        public DirectoryStream<Path> newDirectoryStream(Path folder, DirectoryStream.Filter<? super Path> filter) {
            throw notSimulated();
        }

        @Override
        public void createDirectory(Path folder, FileAttribute<?>... attributes) {}

        @Override
        public void delete(Path path) throws IOException {
            disk.delete(name(path));
        }

        @Override
        public void copy(Path source, Path target, CopyOption... options) {
            throw notSimulated();
        }

        @Override
        public void move(Path source, Path target, CopyOption... options) throws IOException {
            disk.move(name(source), name(target));
        }

        @Override
        public boolean isSameFile(Path path, Path other) {
            return path.equals(other);
        }

        @Override
        public boolean isHidden(Path path) {
            return false;
        }

        @Override
        public FileStore getFileStore(Path path) {
            return Store.ONLY;
        }

        @Override
        public void checkAccess(Path path, AccessMode... modes) throws IOException {
            find(name(path));
        }

        @Override
        public <V extends FileAttributeView> V getFileAttributeView(Path path, Class<V> type, LinkOption... options) {
            throw notSimulated();
        }

        @Override
        public <A extends BasicFileAttributes> A readAttributes(Path path, Class<A> type, LinkOption... options) {
            throw notSimulated();
        }

        @Override
        public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options) {
            throw notSimulated();
        }

        @Override
        public void setAttribute(Path path, String attribute, Object value, LinkOption... options) {
            throw notSimulated();
        }

        private Disk.Contents find(String name) throws IOException {
            Disk.Contents contents = disk.find(name);
            if (contents == null) {
                throw new NoSuchFileException(name);
            }
            return contents;
        }

        private static String name(Path path) {
            return path.toString().substring(1);
        }
    }

    private static final class Store extends FileStore {
        static final Store ONLY = new Store();

        @Override
        public String name() {
            return "simulated";
        }

        @Override
        public String type() {
            return "simulated";
        }

        @Override
        public boolean isReadOnly() {
            return false;
        }

        @Override
        public long getTotalSpace() {
            return Long.MAX_VALUE;
        }

        @Override
        public long getUsableSpace() {
            return Long.MAX_VALUE;
        }

        @Override
        public long getUnallocatedSpace() {
            return Long.MAX_VALUE;
        }

        @Override
        public boolean supportsFileAttributeView(Class<? extends FileAttributeView> type) {
            return true;
        }

        @Override
        public boolean supportsFileAttributeView(String name) {
            return true;
        }

        @Override
        public <V extends FileStoreAttributeView> V getFileStoreAttributeView(Class<V> type) {
            throw notSimulated();
        }

        @Override
        public Object getAttribute(String attribute) {
            throw notSimulated();
        }
    }
}
