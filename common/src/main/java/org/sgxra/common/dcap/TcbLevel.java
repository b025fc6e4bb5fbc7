package org.sgxra.common.dcap;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.sgxra.common.bytes.ByteString;

/**
 * A level of a TCB info (docs/spec/dcap.md section 3.1).
 *
 * @param components security versions of the 16 SGX components, a byte each
 * @param pceSvn security version of the provisioning certification enclave
 * @param tdxComponents security versions of the 16 TDX components, a byte each; read from a TCB info for TDX only
 * @param tcbDate when it was up to date
 * @param status what a platform has that reaches it
 * @param advisories identifiers of Intel's advisories, in the order of the document
 */
public record TcbLevel(
        ByteString components,
        int pceSvn,
        Optional<ByteString> tdxComponents,
        Instant tcbDate,
        TcbStatus status,
        List<String> advisories) {
    /** Number of components. */
    public static final int COMPONENTS = 16;

    /** Highest first: by components from the first to the last, then by PCE SVN, then by TDX components. */
    public static final Comparator<TcbLevel> HIGHEST_FIRST = Comparator.comparing(
                    (TcbLevel level) -> level.components.hex())
            .thenComparing(TcbLevel::pceSvn)
            .thenComparing(level -> level.tdxComponents.map(ByteString::hex).orElse(""))
            .reversed();

    /** Reads an element of {@code tcbLevels}. */
    static TcbLevel read(JsonObject level, int version, Tee tee) throws DcapFormatException {
        JsonObject tcb = level.object("tcb");
        ByteString components = version == 2 ? readNumbered(tcb) : readList(tcb, "sgxtcbcomponents");
        int pceSvn = (int) tcb.number("pcesvn", 0xffff);
        Optional<ByteString> tdx = tee == Tee.TDX ? Optional.of(readList(tcb, "tdxtcbcomponents")) : Optional.empty();
        String word = level.text("tcbStatus");
        TcbStatus status =
                TcbStatus.ofPlatform(word).orElseThrow(() -> level.fault("tcbStatus", "\"" + word + "\" is unknown"));
        return new TcbLevel(
                components, pceSvn, tdx, level.instant("tcbDate"), status, level.optionalTexts("advisoryIDs"));
    }

    private static ByteString readNumbered(JsonObject tcb) throws DcapFormatException {
        byte[] svns = new byte[COMPONENTS];
        for (int i = 0; i < COMPONENTS; i++) {
            svns[i] = (byte) tcb.number(numberedName(i), 0xff);
        }
        return ByteString.of(svns);
    }

    /** The member of a TCB info of version 2 that has the component at {@code index}, from 0. */
    static String numberedName(int index) {
        return String.format("sgxtcbcomp%02dsvn", index + 1);
    }

    private static ByteString readList(JsonObject tcb, String name) throws DcapFormatException {
        List<JsonObject> components = tcb.objects(name);
        if (components.size() != COMPONENTS) {
            throw tcb.fault(name, "has " + components.size() + " components instead of " + COMPONENTS);
        }
        byte[] svns = new byte[COMPONENTS];
        for (int i = 0; i < COMPONENTS; i++) {
            svns[i] = (byte) components.get(i).number("svn", 0xff);
        }
        return ByteString.of(svns);
    }

    /** True if two levels begin at the same TCB. */
    boolean isSameTcb(TcbLevel other) {
        return HIGHEST_FIRST.compare(this, other) == 0;
    }

    /** True if a PCK certificate with these versions reaches the SGX part of the level. */
    public boolean isReachedBy(ByteString pckComponents, int pckPceSvn) {
        return pckPceSvn >= pceSvn && reaches(pckComponents, components, 0);
    }

    /**
     * True if a trust domain with these versions reaches the TDX part of the level. Where the second of them, the module's major
     * version, is not 0, the first two are judged by the module's own identity and not here.
     *
     * @throws java.util.NoSuchElementException if the level is one of SGX
     */
    public boolean isReachedBy(ByteString teeTcbSvn) {
        return reaches(teeTcbSvn, tdxComponents.orElseThrow(), teeTcbSvn.at(1) > 0 ? 2 : 0);
    }

    private static boolean reaches(ByteString actual, ByteString required, int from) {
        return IntStream.range(from, COMPONENTS).allMatch(i -> actual.at(i) >= required.at(i));
    }
}
