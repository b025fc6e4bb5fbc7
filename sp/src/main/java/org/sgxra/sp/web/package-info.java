/** Pages of a server about itself, for those who watch it. */
package org.sgxra.sp.web;
