/**
 * HTTPS requests to the services that vouch for platforms: two agents, one of the JDK and one that runs curl, their proxies, and whom they
 * trust.
 */
package org.sgxra.sp.http;
