/** What the emulator shows to people: a page for browsers. */
package org.sgxra.services.web;
