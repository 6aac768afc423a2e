package io.github.ddnskit.rfc2136.transport;

import java.nio.ByteBuffer;

/** Messages as octets (RFC 1035 section 4.1): what can be changed about them without reading all of them. */
final class Wires {

    private static final int ID = 0;
    private static final int ADDITIONAL_COUNT = 10;

    private Wires() {}

    static int id(byte[] wire) {
        return Byte.toUnsignedInt(wire[ID]) << Byte.SIZE | Byte.toUnsignedInt(wire[ID + 1]);
    }

    /** The same with another ID. */
    static byte[] withId(byte[] wire, int id) {
        byte[] copy = wire.clone();
        ByteBuffer.wrap(copy).putShort(ID, (short) id);
        return copy;
    }

    /** The same with one more record at its end, in the additional section. */
    static byte[] withRecord(byte[] wire, byte[] record) {
        ByteBuffer all =
                ByteBuffer.allocate(wire.length + record.length).put(wire).put(record);
        all.putShort(ADDITIONAL_COUNT, (short) (all.getShort(ADDITIONAL_COUNT) + 1));
        return all.array();
    }
}
