package org.sgxra.services.pcs;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.HexFormatException;

/**
 * A request for a resource.
 *
 * @param service whose manners the answer has
 * @param version of the API, 3 or 4
 * @param parameters of the query, decoded, by name
 * @param manifest of the platform that a POST request is about
 */
record Call(Service service, int version, Map<String, String> parameters, Optional<PlatformManifest> manifest) {
    private static final String MANIFEST = "platformManifest";

    /** A GET request. */
    static Call of(Service service, int version, Map<String, String> parameters) {
        return new Call(service, version, parameters, Optional.empty());
    }

    /** A POST request: the parameters and the platform's manifest, in digits, are the members of a JSON object of strings. */
    static Call posted(Service service, int version, byte[] body) throws RefusedRequestException {
        Map<String, String> members = PostedJson.strings(body);
        String digits = Optional.ofNullable(members.remove(MANIFEST))
                .orElseThrow(() -> RefusedRequestException.syntax(MANIFEST + " is missing"));
        return new Call(service, version, members, Optional.of(PlatformManifest.parse(digits)));
    }

    /** Services that have the same resources and differ in the details. */
    enum Service {
        /** Intel's provisioning certification service. */
        PCS,
        /** The caching service in front of it. */
        PCCS
    }

    /** The parameters of a query; each may be there once. */
    static Map<String, String> parse(String query) throws RefusedRequestException {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String part : query.isEmpty() ? new String[0] : query.split("&", -1)) {
            int equals = part.indexOf('=');
            String name = decode(equals < 0 ? part : part.substring(0, equals));
            if (parameters.put(name, equals < 0 ? "" : decode(part.substring(equals + 1))) != null) {
                throw RefusedRequestException.syntax(name + " is there twice");
            }
        }
        return parameters;
    }

    /** {@code %XX} only: a plus sign is a plus sign. */
    private static String decode(String text) throws RefusedRequestException {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw RefusedRequestException.syntax("the query is not percent-encoded");
        }
    }

    Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    String required(String name) throws RefusedRequestException {
        return parameter(name).orElseThrow(() -> RefusedRequestException.syntax(name + " is missing"));
    }

    /** A parameter of {@code size} bytes in hexadecimal digits of either case. */
    ByteString bytes(String name, int size) throws RefusedRequestException {
        String digits = required(name);
        try {
            ByteString bytes = ByteString.fromHex(digits);
            if (bytes.size() == size) {
                return bytes;
            }
        } catch (HexFormatException e) {
            throw RefusedRequestException.syntax(name + ": " + e.getMessage());
        }
        throw RefusedRequestException.syntax(name + " has " + digits.length() + " digits instead of " + 2 * size);
    }
}
