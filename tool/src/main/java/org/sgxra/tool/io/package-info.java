/** What the commands read, and how they print: a table of fields for people, one JSON document for programs. */
package org.sgxra.tool.io;
