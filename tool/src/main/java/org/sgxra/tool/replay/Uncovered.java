package org.sgxra.tool.replay;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.sgxra.tool.replay.EndResult.NotCheckable;

/** Why nothing refuses a bit that was changed. */
final class Uncovered {
    private static final Set<String> OF_VERDICT =
            Set.of("msg4-extension-mac", "result-mac", "platform-info-mac", "example-secret");
    private static final int MSG4_SIZE = 105;

    private Uncovered() {}

    /**
     * The reason, for people.
     *
     * @param offset of the byte in the message
     * @param result of the end that the message goes to
     */
    static String why(ReplayedMessage message, int offset, EndResult result) {
        String field = message.field(offset);
        if (field.endsWith(".header.padding")) {
            return "what follows the first zero byte of a frame's header is not read";
        }
        List<NotCheckable> open = result.notCheckable().stream()
                .filter(check -> concerns(check.check(), message.name(), field))
                .toList();
        if (!open.isEmpty()) {
            return open.stream()
                    .map(check -> check.check() + ": " + check.why())
                    .collect(Collectors.joining("; "));
        }
        if (result.refusal().isPresent()) {
            return "the message is refused by " + result.refusal().get().check() + " as it came";
        }
        if (field.startsWith("ra_")) {
            return "what the frame says of the session stays the same: the bit belongs to a field that is not used, or not"
                    + " required, or to a number written with more bits than it has; on its way TLS protects it";
        }
        return message.name().equals("msg4") ? msg4(message, field) : "no check depends on it";
    }

    private static String msg4(ReplayedMessage message, String field) {
        if (message.size() > MSG4_SIZE) {
            return "the client then reads another verdict, for which it has no keys, so that it leaves the extension and"
                    + " its MAC alone";
        }
        return "msg4 of the original has no MAC: whoever stands between the two ends can change it. What is sent"
                + " afterwards under MK and SK is safe all the same"
                + (field.contains("platform_info")
                        ? "; and the platform's own software checks the signature in a platform info blob"
                        : "");
    }

    private static boolean concerns(String check, String message, String field) {
        return switch (message) {
            case "msg2" ->
                check.startsWith("sigrl") ? field.contains("sig") && field.contains("rl") : check.startsWith("msg2");
            case "msg3" ->
                check.startsWith("msg3") || check.equals("report-data") || check.equals("attestation service");
            case "msg4", "att_result" -> OF_VERDICT.contains(check);
            default -> false;
        };
    }
}
