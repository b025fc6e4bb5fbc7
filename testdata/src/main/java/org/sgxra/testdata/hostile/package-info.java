/**
 * What the suites of hostile peers share, whichever server or client they are let loose on: changed messages, behaviours on a
 * connection, the lines that the other side logs, and the count with what must not happen.
 */
package org.sgxra.testdata.hostile;
