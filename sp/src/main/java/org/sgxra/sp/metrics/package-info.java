/** What a monitoring system and a balancer ask a service provider: figures in Prometheus' text form, and whether it serves. */
package org.sgxra.sp.metrics;
