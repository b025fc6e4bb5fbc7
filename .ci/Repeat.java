import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** Runs test classes again and again in one JVM, for .ci/under-load: TIMES CLASS..., exit code 1 if any test failed. */
final class Repeat {
    public static void main(String[] args) {
        int times = Integer.parseInt(args[0]);
        List<DiscoverySelector> classes = new ArrayList<>();
        for (int i = 1; i < args.length; i++) {
            classes.add(selectClass(args[i]));
        }
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(classes)
                .filters(TagFilter.excludeTags("long"))
                .build();
        Launcher launcher = LauncherFactory.create();
        int failed = 0;
        for (int time = 1; time <= times; time++) {
            SummaryGeneratingListener listener = new SummaryGeneratingListener();
            launcher.execute(request, listener);
            TestExecutionSummary summary = listener.getSummary();
            long seconds = (summary.getTimeFinished() - summary.getTimeStarted()) / 1000;
            System.out.println("run " + time + " of " + times + ": " + summary.getTestsSucceededCount() + " passed, "
                    + summary.getTotalFailureCount() + " failed, " + seconds + " s");
            summary.printFailuresTo(new PrintWriter(System.out, true), 12);
            failed += summary.getTotalFailureCount() > 0 || summary.getTestsSucceededCount() == 0 ? 1 : 0;
        }
        System.exit(failed == 0 ? 0 : 1);
    }
}
