package org.sgxra.common.dcap;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the components of a TCB are, in Intel's words: who updates them and what they are, such as
 * {@code BIOS: Early Microcode Update}. Only some TCB infos of version 3 say it, and of some components only.
 */
public final class ComponentNames {
    /** The first two are the same in every document that says it. */
    private static final List<String> USUAL =
            List.of("BIOS: Early Microcode Update", "OS/VMM: SGX Late Microcode Update");

    private ComponentNames() {}

    /**
     * How people are told of an SGX component: {@code component 1 (BIOS: Early Microcode Update)}. Where the document does not
     * say what it is, the first two are what they are in others.
     *
     * @param index from 0
     */
    public static String describeSgx(TcbInfo info, int index) {
        String said = ofSgx(info).get(index);
        String name = said.isEmpty() && index < USUAL.size() ? USUAL.get(index) : said;
        return "component " + (index + 1) + (name.isEmpty() ? "" : " (" + name + ")");
    }

    /** Names of the 16 SGX components; empty where the document does not say. */
    public static List<String> ofSgx(TcbInfo info) {
        return of(info, "sgxtcbcomponents");
    }

    /** Names of the 16 TDX components; empty where the document does not say. */
    public static List<String> ofTdx(TcbInfo info) {
        return of(info, "tdxtcbcomponents");
    }

    private static List<String> of(TcbInfo info, String member) {
        List<String> names = new ArrayList<>();
        try {
            Map<String, JsonReader.Member> members =
                    JsonReader.read("TCB info", info.signedBytes().toArray(), SignedDocument.MAX_SIZE);
            if (members.get("tcbLevels").value() instanceof List<?> levels
                    && levels.get(0) instanceof Map<?, ?> level
                    && level.get("tcb") instanceof Map<?, ?> tcb
                    && tcb.get(member) instanceof List<?> components) {
                components.forEach(component -> names.add(name(component)));
            }
        } catch (DcapFormatException e) {
            throw new IllegalStateException("a document that was read can be read", e);
        }
        while (names.size() < TcbLevel.COMPONENTS) {
            names.add("");
        }
        return List.copyOf(names);
    }

    private static String name(Object component) {
        return component instanceof Map<?, ?> members
                ? Stream.of(members.get("category"), members.get("type"))
                        .filter(String.class::isInstance)
                        .map(Object::toString)
                        .filter(word -> !word.isBlank())
                        .collect(Collectors.joining(": "))
                : "";
    }
}
