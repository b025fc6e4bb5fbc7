package org.sgxra.runtime.event;

import java.util.List;
import java.util.Map;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.SecretBytes;
import org.sgxra.common.field.FieldList;

/** Takes what an event holds, a value at a time. */
public interface EventWriter {
    void text(String name, String value);

    void number(String name, long value);

    void flag(String name, boolean value);

    void bytes(String name, ByteString value);

    /** A key or another secret: shown by its hash, which is always fine, and itself only where people asked for that. */
    void hashedSecret(String name, SecretBytes value);

    /** A secret that is shown only where people asked for it, and not hinted at elsewhere. */
    void secret(String name, SecretBytes value);

    void texts(String name, List<String> values);

    /** Names and values in their order; a name may come more than once. */
    void pairs(String name, List<Map.Entry<String, String>> values);

    /** Bytes that are usually text in UTF-8. */
    void document(String name, ByteString value);

    /** A structure taken apart. */
    void fields(FieldList structure);
}
