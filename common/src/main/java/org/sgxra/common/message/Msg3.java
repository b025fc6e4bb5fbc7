package org.sgxra.common.message;

import org.sgxra.common.bytes.ByteString;

/**
 * The enclave's proof, client to service provider, 336 bytes and the quote (docs/spec/wire-hex.md, Structs).
 *
 * @param mac AES-CMAC under SMK of everything after it, at 0, 16 bytes
 * @param ga the key of msg1 again, at 16, 64 bytes
 * @param psSecProp platform services security property descriptor at 80, 256 bytes; zero without platform services
 * @param quote the quote at 336; see {@link Quote#parse}
 */
public record Msg3(ByteString mac, ByteString ga, ByteString psSecProp, ByteString quote) {
    /** Bytes before the quote. */
    public static final int FIXED_SIZE = 336;

    public Msg3 {
        Sizes.require("mac", mac, 16);
        Sizes.require("g_a", ga, 64);
        Sizes.require("ps_sec_prop", psSecProp, 256);
    }

    /** Reads 336 bytes and at least the fixed part of a quote; the quote itself is not looked into. */
    public static Msg3 parse(byte[] bytes) throws MalformedMessageException {
        FieldReader in = new FieldReader("msg3", bytes);
        ByteString mac = in.bytes("mac", 16);
        ByteString ga = in.bytes("g_a", 64);
        ByteString psSecProp = in.bytes("ps_sec_prop", 256);
        if (in.remaining() < Quote.FIXED_SIZE) {
            throw in.fault(
                    "quote",
                    FIXED_SIZE,
                    "needs " + Quote.FIXED_SIZE + " bytes at least, " + in.remaining() + " left (" + bytes.length
                            + " bytes in all)");
        }
        return new Msg3(mac, ga, psSecProp, in.rest());
    }

    /** The bytes that {@link #mac} covers. */
    public ByteString macInput() {
        return ByteString.concat(ga, psSecProp, quote);
    }

    /** 336 bytes and the quote. */
    public byte[] encode() {
        return ByteString.concat(mac, ga, psSecProp, quote).toArray();
    }
}
