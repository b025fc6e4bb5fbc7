package org.sgxra.runtime.cli;

import java.util.List;

/** The tables of a module's commands; each module with commands has one as a service ({@link java.util.ServiceLoader}). */
public interface CommandTables {
    /** One table for each command, in the order of the documentation; commands inside others are in the tables of those. */
    List<OptionTable> tables();
}
