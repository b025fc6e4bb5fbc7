package org.sgxra.e2e;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The pages of {@code sp --inspect}, as a browser that was given their address asks for them. */
final class InspectedPages {
    private static final Pattern LISTENING = Pattern.compile("^ *\\d+: ([0-9A-F]+):([0-9A-F]{4}) \\S+ 0A .*");

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI address;
    private String cookie = "";

    /** @param address as the server printed it, with its token */
    InspectedPages(String address) {
        this.address = URI.create(address);
    }

    /** Opens the address as it was printed, and keeps the cookie if one is given. */
    HttpResponse<String> open() throws IOException, InterruptedException {
        HttpResponse<String> answer = ask("GET", address);
        answer.headers().firstValue("Set-Cookie").ifPresent(given -> cookie = given.split(";", 2)[0]);
        return answer;
    }

    /** @param path with the query, if any */
    HttpResponse<String> ask(String method, String path) throws IOException, InterruptedException {
        return ask(method, address.resolve(path));
    }

    private HttpResponse<String> ask(String method, URI uri) throws IOException, InterruptedException {
        HttpRequest.Builder request = method.equals("GET")
                ? HttpRequest.newBuilder(uri)
                : HttpRequest.newBuilder(uri).method(method, HttpRequest.BodyPublishers.ofString("more=1"));
        if (!cookie.isEmpty()) {
            request.header("Cookie", cookie);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** The addresses at which the system listens on the port of the pages, as the system writes them. */
    List<String> listeningAt() throws IOException {
        String port = String.format(Locale.ROOT, "%04X", address.getPort());
        List<String> found = new ArrayList<>();
        for (String table : List.of("tcp", "tcp6")) {
            Path file = Path.of("/proc/net", table);
            for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
                Matcher match = LISTENING.matcher(line);
                if (match.matches() && match.group(2).equals(port)) {
                    found.add(match.group(1));
                }
            }
        }
        return found;
    }
}
