/**
 * What happens in a session, as the session says it: events, and who listens to them (docs/events.md). Sessions print
 * nothing; the transcript that people read and the JSON lines are listeners.
 */
package org.sgxra.runtime.event;
