/** The emulator's endpoints: the attestation service's REST API (docs/spec/ias-api.md) and provisioning (docs/provisioning.md). */
package org.sgxra.services.api;
