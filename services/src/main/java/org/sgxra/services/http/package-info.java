/** HTTPS/1.1: connections, limits and time-outs around endpoints that know requests and answers only. */
package org.sgxra.services.http;
