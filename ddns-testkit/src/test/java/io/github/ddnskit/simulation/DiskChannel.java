package io.github.ddnskit.simulation;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import org.jspecify.annotations.Nullable;

/** A file of a {@link Disk}, or its folder, read or written from its beginning to its end. */
final class DiskChannel extends FileChannel {

    private final Disk disk;
    private final Disk.@Nullable Contents file;
    private int position;

    private DiskChannel(Disk disk, Disk.@Nullable Contents file) {
        this.disk = disk;
        this.file = file;
    }

    static FileChannel of(Disk disk, Disk.Contents file) {
        return new DiskChannel(disk, file);
    }

    static FileChannel ofFolder(Disk disk) {
        return new DiskChannel(disk, null);
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        byte[] bytes = disk.read(file());
        int count = Math.min(target.remaining(), bytes.length - position);
        if (count <= 0) {
            return -1;
        }
        target.put(bytes, position, count);
        position += count;
        return count;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        byte[] bytes = new byte[source.remaining()];
        source.get(bytes);
        disk.append(file(), bytes);
        return bytes.length;
    }

    @Override
    public long size() throws IOException {
        return disk.read(file()).length;
    }

    @Override
    public void force(boolean metadata) throws IOException {
        if (file == null) {
            disk.flushFolder();
        } else {
            disk.flush(file);
        }
    }

    @Override
    protected void implCloseChannel() {}

    @Override
    public long position() {
        return position;
    }

    @Override
    public FileChannel position(long newPosition) {
        throw DiskFileSystem.notSimulated();
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) {
        throw DiskFileSystem.notSimulated();
    }

    @Override
    public int read(ByteBuffer target, long from) {
        throw DiskFileSystem.notSimulated();
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) {
        throw DiskFileSystem.notSimulated();
    }

    @Override
    public int write(ByteBuffer source, long to) {
        throw DiskFileSystem.notSimulated();
    }

    @Override
    public FileChannel truncate(long size) {
        throw DiskFileSystem.notSimulated();
    }

    @Override
    public long transferTo(long from, long count, WritableByteChannel target) {
        throw DiskFileSystem.notSimulated();
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long to, long count) {
        throw DiskFileSystem.notSimulated();
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long from, long size) {
        throw DiskFileSystem.notSimulated();
    }

    @Override
    public FileLock lock(long from, long size, boolean shared) {
        throw DiskFileSystem.notSimulated();
    }

    @Override
    public FileLock tryLock(long from, long size, boolean shared) {
        throw DiskFileSystem.notSimulated();
    }

    private Disk.Contents file() {
        if (file == null) {
            throw new UnsupportedOperationException("a folder is neither read nor written");
        }
        return file;
    }
}
