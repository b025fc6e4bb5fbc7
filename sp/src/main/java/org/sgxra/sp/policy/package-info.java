/** Which enclaves, on which platforms, the service provider trusts (docs/spec/wire-hex.md; docs/spec/cli.md, policy). */
package org.sgxra.sp.policy;
