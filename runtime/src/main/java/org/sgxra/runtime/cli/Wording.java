package org.sgxra.runtime.cli;

import org.sgxra.runtime.fault.Reason;

/**
 * How a command words its usage errors. People and scripts know the texts of each family of commands, so they stay as they are;
 * a new command takes {@link #PLAIN}.
 */
public enum Wording {
    /** {@code --timeout: '0' is not …}, as {@code client}, {@code isv-app} and the tools have it. */
    PLAIN {
        @Override
        String name(CommandOption option) {
            return (option.letter() == 0 ? "" : "-" + option.letter() + ", ") + "--" + option.name();
        }

        @Override
        String needsValue(String name) {
            return name + " needs an argument";
        }

        @Override
        String fault(String name, String value, String reason) {
            return name + ": '" + value + "' " + reason;
        }

        @Override
        String port(String name, String value, int min, int max) {
            return "'" + value + "' is no port, a number from " + min + " to " + max;
        }

        @Override
        String seconds(int min, int max) {
            return "is not a number of seconds from " + min + " to " + max;
        }

        @Override
        String address(String name, String value) {
            return fault(name, value, "is no address of this machine");
        }

        @Override
        String hexLength(String name, String value, int digits, int given) {
            return name + ": " + digits + " hexadecimal digits are needed, not " + given;
        }

        @Override
        String hexDigits(String name, String value, int digits, int given, String reason) {
            return given == digits ? name + ": " + reason : hexLength(name, value, digits, given);
        }

        @Override
        String noSuchFile(String name, String file) {
            return name + ": no such file: " + file;
        }

        @Override
        String unreadable(String name, String file, Exception cause) {
            return name + ": cannot read " + file + ": " + Reason.of(cause);
        }

        @Override
        String hint(String command) {
            return "(" + command + " --help lists the options)";
        }
    },
    /** {@code option -R (--isv-product-id): '65536' is not …}, as {@code sp} and {@code isv-sp} have it. */
    QUOTED {
        @Override
        String name(CommandOption option) {
            return option.letter() == 0 ? "--" + option.name() : "-" + option.letter() + " (--" + option.name() + ")";
        }

        @Override
        String needsValue(String name) {
            return "option " + name + ": needs a value";
        }

        @Override
        String fault(String name, String value, String reason) {
            return "option " + name + ": '" + value + "' " + reason;
        }

        @Override
        String port(String name, String value, int min, int max) {
            return fault(name, value, number(min, max));
        }

        @Override
        String address(String name, String value) {
            return fault(name, value, "is no address");
        }

        @Override
        String hint(String command) {
            return "(" + command + " -h shows the usage)";
        }
    },
    /** {@code --random=3001 is no …}, as {@code ias} has it. */
    ASSIGNED {
        @Override
        String name(CommandOption option) {
            return "--" + option.name();
        }

        @Override
        String needsValue(String name) {
            return name + " needs an argument";
        }

        @Override
        String fault(String name, String value, String reason) {
            return name + "=" + value + " " + reason;
        }

        @Override
        String number(int min, int max) {
            return "is no number from " + min + " to " + max;
        }

        @Override
        String port(String name, String value, int min, int max) {
            return "port " + value + " " + number(min, max);
        }

        @Override
        String address(String name, String value) {
            return "unknown address " + value;
        }

        @Override
        String noSuchFile(String name, String file) {
            return file + " does not exist";
        }

        @Override
        String unreadable(String name, String file, Exception cause) {
            return "cannot read " + file + ": " + Reason.of(cause);
        }

        @Override
        String hint(String command) {
            return "(" + command + " -h shows the usage)";
        }
    };

    /** An option as people know it. */
    abstract String name(CommandOption option);

    /** The whole message about an option without its argument. */
    abstract String needsValue(String name);

    /** The whole message about a value. */
    abstract String fault(String name, String value, String reason);

    /** The reason why a value is refused that should be a number. */
    String number(int min, int max) {
        return "is not a number from " + min + " to " + max;
    }

    /** The reason why a value is refused that should be a number of seconds. */
    String seconds(int min, int max) {
        return number(min, max);
    }

    /** The whole message about a value that should be a port. */
    abstract String port(String name, String value, int min, int max);

    /** The whole message about a value that should be an address of this machine. */
    abstract String address(String name, String value);

    /** The whole message about too many or too few hexadecimal digits. */
    String hexLength(String name, String value, int digits, int given) {
        return fault(name, value, "must be " + digits + " hexadecimal digits, not " + given);
    }

    /** The whole message about something else than hexadecimal digits. */
    String hexDigits(String name, String value, int digits, int given, String reason) {
        return fault(name, value, "must be " + digits + " hexadecimal digits: " + reason);
    }

    /** The whole message about a file that is not there. */
    String noSuchFile(String name, String file) {
        return fault(name, file, "does not exist");
    }

    /** The whole message about a file that cannot be read. */
    String unreadable(String name, String file, Exception cause) {
        return fault(name, file, "cannot be read (" + Reason.of(cause) + ")");
    }

    /** Where the way out is described; it follows every usage error. */
    abstract String hint(String command);
}
