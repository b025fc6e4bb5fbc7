/** What things cost: {@code java -jar bench/target/bench.jar}, after {@code mvn package}. */
package org.sgxra.bench;
