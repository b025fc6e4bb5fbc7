/** Access of tests to the recorded data in the folder {@code testdata}, which is stored once for all modules. */
package org.sgxra.testdata;
