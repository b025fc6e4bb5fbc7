package org.sgxra.bench;

import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs the benchmarks with JMH's options, and shows CPU time beside elapsed time: the machine may have other work. */
public final class Bench {
    private Bench() {}

    /** Takes JMH's arguments ({@code -h} tells them); without any, everything is run. */
    public static void main(String[] arguments) throws RunnerException, CommandLineOptionException {
        CommandLineOptions options = new CommandLineOptions(arguments);
        if (options.shouldHelp()) {
            try {
                options.showHelp();
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
            return;
        }
        new Runner(new OptionsBuilder()
                        .parent(options)
                        .addProfiler(CpuTime.class)
                        .build())
                .run();
    }
}
