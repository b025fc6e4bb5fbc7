/** What things cost: {@code run-bench}, and with JMH {@code java -jar bench/target/bench.jar}. */
package org.sgxra.bench;
