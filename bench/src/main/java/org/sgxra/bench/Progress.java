package org.sgxra.bench;

/** Where a measurement says how far it is: standard error, so that standard output holds nothing but results. */
interface Progress {
    /** One line. */
    void line(String text);
}
