/** What the user of {@code sgx-ra} accepts, from options and from a policy file. */
package org.sgxra.tool.policy;
