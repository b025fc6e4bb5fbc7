package org.sgxra.tool.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.runtime.cli.FileName;
import org.sgxra.runtime.cli.ProcessStreams;
import org.sgxra.runtime.cli.UsageException;
import org.sgxra.runtime.fault.Reason;
import org.sgxra.tool.archive.ChainForm;
import org.sgxra.tool.archive.ReportForm;
import org.sgxra.tool.archive.SignatureForm;
import org.sgxra.tool.archive.StoredReport;
import org.sgxra.tool.decode.NotDecodableException;
import org.sgxra.tool.io.InputFile;

/**
 * The files of one report.
 *
 * @param name for people
 * @param body or the whole answer
 * @param signature absent if {@code body} has it
 * @param chain absent if {@code body} has it, or it is the usual one
 * @param named whether the user named it, and did not just name its folder
 */
record ReportSource(String name, String body, Optional<String> signature, Optional<String> chain, boolean named) {
    private static final int MAX_DEPTH = 16;

    /** @throws UsageException if there is no such file, or none in a folder */
    static List<ReportSource> of(List<String> operands) throws UsageException {
        List<ReportSource> sources = new ArrayList<>();
        for (String operand : operands) {
            Path path = FileName.operand(operand);
            if (!operand.equals("-") && Files.isDirectory(path)) {
                List<ReportSource> found = new ArrayList<>();
                inFolder(path, found, MAX_DEPTH);
                if (found.isEmpty()) {
                    throw new UsageException("no file in " + operand);
                }
                sources.addAll(found);
            } else {
                sources.add(new ReportSource(operand, operand, Optional.empty(), Optional.empty(), true));
            }
        }
        return sources;
    }

    /** A folder with a file of a name that begins with body and another with signature is one report; else each file in it is. */
    private static void inFolder(Path folder, List<ReportSource> found, int depth) throws UsageException {
        List<Path> entries;
        try (Stream<Path> list = Files.list(folder)) {
            entries = list.sorted().toList();
        } catch (IOException e) {
            throw new UsageException("cannot read the folder " + folder + ": " + Reason.of(e), e);
        }
        Optional<String> body = beginning(entries, "body", "report");
        Optional<String> signature = beginning(entries, "sig");
        if (body.isPresent() && signature.isPresent()) {
            found.add(new ReportSource(
                    folder.toString(), body.get(), signature, beginning(entries, "chain", "cert", "signing"), true));
            return;
        }
        for (Path entry : entries) {
            if (Files.isRegularFile(entry)) {
                String name = entry.toString();
                found.add(new ReportSource(name, name, Optional.empty(), Optional.empty(), false));
            } else if (Files.isDirectory(entry) && depth > 0) {
                inFolder(entry, found, depth - 1);
            }
        }
    }

    private static Optional<String> beginning(List<Path> entries, String... starts) {
        return Stream.of(starts)
                .flatMap(start -> entries.stream()
                        .filter(entry -> Files.isRegularFile(entry)
                                && entry.getFileName()
                                        .toString()
                                        .toLowerCase(Locale.ROOT)
                                        .startsWith(start)))
                .map(Path::toString)
                .findFirst();
    }

    /**
     * Reads it.
     *
     * @throws UsageException if a file cannot be read
     * @throws NotDecodableException if one is not what it should be
     */
    StoredReport read(ProcessStreams streams) throws UsageException, NotDecodableException {
        ByteString content = InputFile.of(body, streams).content();
        StoredReport report = inFile(body, () -> ReportForm.decode(content));
        if (signature.isPresent()) {
            ByteString bytes = InputFile.of(signature.get(), streams).content();
            report = report.withSignature(inFile(signature.get(), () -> SignatureForm.decode(bytes)));
        }
        if (chain.isPresent()) {
            ByteString bytes = InputFile.of(chain.get(), streams).content();
            report = report.withChain(inFile(chain.get(), () -> ChainForm.decode(bytes)));
        }
        return report;
    }

    /** Decodes a file. */
    private interface Decoder<T> {
        T decode() throws NotDecodableException;
    }

    private static <T> T inFile(String file, Decoder<T> decoder) throws NotDecodableException {
        try {
            return decoder.decode();
        } catch (NotDecodableException e) {
            throw new NotDecodableException(file + ": " + e.getMessage());
        }
    }
}
