package io.github.ddnskit.testkit.internal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** SipHash-2-4, the keyed hash that RFC 9018 wants for DNS cookies. Stateless. */
final class SipHash {

    private static final int BLOCK = Long.BYTES;

    private SipHash() {}

    /**
     * Hashes octets.
     *
     * @param key 16 octets
     * @param data any octets
     * @return 8 octets, as an integer that is written with the least octet first
     */
    static long hash(byte[] key, byte[] data) {
        ByteBuffer k = ByteBuffer.wrap(key).order(ByteOrder.LITTLE_ENDIAN);
        State state = new State(k.getLong(), k.getLong());
        int whole = data.length - data.length % BLOCK;
        ByteBuffer blocks = ByteBuffer.wrap(data, 0, whole).order(ByteOrder.LITTLE_ENDIAN);
        while (blocks.hasRemaining()) {
            state.block(blocks.getLong());
        }
        long last = (long) data.length << 56;
        for (int i = whole; i < data.length; i++) {
            last |= (data[i] & 0xFFL) << (8 * (i - whole));
        }
        state.block(last);
        return state.end();
    }

    private static final class State {

        private long v0;
        private long v1;
        private long v2;
        private long v3;

        State(long k0, long k1) {
            v0 = k0 ^ 0x736f6d6570736575L;
            v1 = k1 ^ 0x646f72616e646f6dL;
            v2 = k0 ^ 0x6c7967656e657261L;
            v3 = k1 ^ 0x7465646279746573L;
        }

        void block(long m) {
            v3 ^= m;
            rounds(2);
            v0 ^= m;
        }

        long end() {
            v2 ^= 0xFF;
            rounds(4);
            return v0 ^ v1 ^ v2 ^ v3;
        }

        private void rounds(int count) {
            for (int i = 0; i < count; i++) {
                v0 += v1;
                v1 = Long.rotateLeft(v1, 13) ^ v0;
                v0 = Long.rotateLeft(v0, 32);
                v2 += v3;
                v3 = Long.rotateLeft(v3, 16) ^ v2;
                v0 += v3;
                v3 = Long.rotateLeft(v3, 21) ^ v0;
                v2 += v1;
                v1 = Long.rotateLeft(v1, 17) ^ v2;
                v2 = Long.rotateLeft(v2, 32);
            }
        }
    }
}
