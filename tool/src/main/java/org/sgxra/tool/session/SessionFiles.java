package org.sgxra.tool.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.sgxra.page.record.EventLines;
import org.sgxra.page.record.RecordedEvent;
import org.sgxra.page.record.SessionFormatException;
import org.sgxra.page.session.RecordedSession;
import org.sgxra.runtime.cli.ProcessStreams;
import org.sgxra.runtime.cli.UsageException;
import org.sgxra.tool.io.InputFile;

/**
 * The files of one session: events of one or both ends, logs and pasted messages, or one document.
 *
 * @param files at least one
 */
public record SessionFiles(List<InputFile> files) {
    public SessionFiles {
        files = List.copyOf(files);
    }

    /**
     * Reads files.
     *
     * @param names as the user gives them
     * @throws UsageException if there is none, or one cannot be read
     */
    public static SessionFiles read(List<String> names, ProcessStreams streams) throws UsageException {
        if (names.isEmpty()) {
            throw new UsageException("no SESSION is named");
        }
        List<InputFile> files = new ArrayList<>();
        for (String name : names) {
            files.add(InputFile.of(name, streams));
        }
        return new SessionFiles(files);
    }

    /**
     * The session in them.
     *
     * @param id of a session, to have another one than the last
     * @throws SessionFormatException if there is none, or the files do not belong together
     */
    public RecordedSession session(Optional<String> id) throws SessionFormatException {
        long ofEvents =
                files.stream().filter(file -> EventLines.are(file.content())).count();
        if (ofEvents == 0) {
            Optional<SessionDocument> document = document();
            if (document.isPresent()) {
                return DocumentEvents.session(document.get());
            }
            return RecordedSession.ofMessages(PastedMessages.of(files));
        }
        if (ofEvents < files.size()) {
            throw new SessionFormatException("some files hold events and others do not: give one kind");
        }
        List<List<RecordedEvent>> events = new ArrayList<>();
        for (InputFile file : files) {
            try {
                events.add(EventLines.parse(file.content()));
            } catch (SessionFormatException e) {
                throw new SessionFormatException(file.name() + ": " + e.getMessage(), e);
            }
        }
        return RecordedSession.of(events, id);
    }

    private Optional<SessionDocument> document() throws SessionFormatException {
        for (InputFile file : files) {
            Optional<SessionDocument> document = SessionDocument.find(file.content());
            if (document.isPresent() && files.size() > 1) {
                throw new SessionFormatException(file.name() + " holds a whole session: give it alone");
            }
            if (document.isPresent()) {
                return document;
            }
        }
        return Optional.empty();
    }

    /** The names of the files without their folders, which are of no interest to who reads a page. */
    public String title() {
        return files.stream()
                .map(file -> file.name().substring(file.name().lastIndexOf('/') + 1))
                .collect(Collectors.joining(", "));
    }
}
