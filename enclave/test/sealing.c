/* Reports and sealing inside the enclave */
#include <stdlib.h>
#include <string.h>

#include "Enclave_t.h"
#include "check.h"
#include "peer.h"
#include "sgx_tseal.h"
#include "soft_trusted.h"
#include "tests.h"

void test_reports(void)
{
    sgx_report_t report, expected;
    sgx_report_data_t data;
    sgx_target_info_t self;
    const sgx_report_t *own = sgx_self_report();
    static const uint8_t zeros[64];

    memset(&data, 0x77, sizeof data);
    CHECK(own != NULL && own == sgx_self_report());
    CHECK(own->body.attributes.flags == 7 && own->body.isv_prod_id == 3 && own->body.isv_svn == 4);
    CHECK(own->body.mr_enclave.m[0] == 0xaa && own->body.mr_signer.m[31] == 0xbb);
    CHECK(memcmp(own->body.cpu_svn.svn, platform_cpu_svn, 16) == 0);

    memset(&self, 0, sizeof self);
    self.mr_enclave = own->body.mr_enclave;
    self.attributes = own->body.attributes;
    CHECK_STATUS(SGX_SUCCESS, sgx_create_report(&self, &data, &report));
    CHECK(memcmp(&report.body.report_data, &data, sizeof data) == 0);
    CHECK_STATUS(SGX_SUCCESS, sgx_verify_report(&report));
    report.key_id.id[0] ^= 1;
    CHECK_STATUS(SGX_ERROR_MAC_MISMATCH, sgx_verify_report(&report));
    CHECK_STATUS(SGX_SUCCESS, sgx_create_report(NULL, NULL, &report));
    CHECK(memcmp(&report.body.report_data, zeros, sizeof zeros) == 0);
    CHECK_STATUS(SGX_ERROR_MAC_MISMATCH, sgx_verify_report(&report));

    platform_target(&self);
    CHECK_STATUS(SGX_SUCCESS, get_report(&report, &self));
    expected = report;
    platform_mac(&self.mr_enclave, &self.attributes, self.misc_select, &expected);
    CHECK(memcmp(expected.mac, report.mac, 16) == 0);
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, sgx_create_report(&self, &data, NULL));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, sgx_verify_report(NULL));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER,
        sgx_create_report((const sgx_target_info_t *) (UINTPTR_MAX - 7), NULL, &report));
}

enum { TEXT = 21, AAD = 9, SIZE = 560 + TEXT + AAD };

typedef union {
    sgx_sealed_data_t fields;
    uint8_t bytes[SIZE + 8];
} blob_t;

static const uint8_t text[TEXT] = "the secret to be kept";
static const uint8_t aad[AAD] = "in clear!";

static sgx_status_t unseal(const blob_t *blob, uint8_t *out_text, uint8_t *out_aad)
{
    uint32_t text_size = TEXT, aad_size = AAD;
    sgx_status_t status = sgx_unseal_data(&blob->fields, out_aad, &aad_size, out_text, &text_size);
    CHECK(status != SGX_SUCCESS || (text_size == TEXT && aad_size == AAD));
    return status;
}

static void seal(blob_t *blob)
{
    CHECK_STATUS(SGX_SUCCESS, sgx_seal_data(AAD, aad, TEXT, text, SIZE, &blob->fields));
}

void test_sealing(void)
{
    blob_t blob, other;
    uint8_t out[TEXT], clear[AAD];
    uint32_t size = TEXT + 5;

    CHECK(sgx_calc_sealed_data_size(AAD, TEXT) == SIZE);
    CHECK(sgx_calc_sealed_data_size(UINT32_MAX, 1) == UINT32_MAX);
    CHECK(sgx_calc_sealed_data_size(0, UINT32_MAX - 560) == UINT32_MAX);
    seal(&blob);
    CHECK(blob.fields.key_request.key_name == SGX_KEYSELECT_SEAL);
    CHECK(blob.fields.key_request.key_policy == SGX_KEYPOLICY_MRSIGNER);
    CHECK(blob.fields.key_request.isv_svn == 4);
    CHECK(blob.fields.key_request.attribute_mask.flags == 0xFF0000000000000BULL);
    CHECK(blob.fields.key_request.attribute_mask.xfrm == 0 && blob.fields.key_request.misc_mask == 0xF0000000U);
    CHECK(blob.fields.plain_text_offset == TEXT && blob.fields.aes_data.payload_size == TEXT + AAD);
    CHECK(sgx_get_encrypt_txt_len(&blob.fields) == TEXT && sgx_get_add_mac_txt_len(&blob.fields) == AAD);
    CHECK(memcmp(blob.bytes + 560 + TEXT, aad, AAD) == 0 && memcmp(blob.bytes + 560, text, TEXT) != 0);
    CHECK_STATUS(SGX_SUCCESS, unseal(&blob, out, clear));
    CHECK(memcmp(out, text, TEXT) == 0 && memcmp(clear, aad, AAD) == 0);
    seal(&other);
    CHECK(memcmp(&blob.fields.key_request.key_id, &other.fields.key_request.key_id, 32) != 0);

    CHECK_STATUS(SGX_SUCCESS, sgx_seal_data(0, NULL, TEXT, text, SIZE - AAD, &blob.fields));
    CHECK_STATUS(SGX_SUCCESS, sgx_unseal_data(&blob.fields, NULL, NULL, out, &size));
    CHECK(size == TEXT && memcmp(out, text, TEXT) == 0);
}

/* A blob with one byte changed at the offset. */
static sgx_status_t altered(size_t offset, uint8_t change)
{
    blob_t blob;
    uint8_t out[TEXT], clear[AAD];
    seal(&blob);
    blob.bytes[offset] ^= change;
    return unseal(&blob, out, clear);
}

static void launched_as(const soft_launch_t *launch)
{
    soft_clear_identity();
    CHECK_STATUS(SGX_SUCCESS, soft_set_identity(launch));
}

/* What another enclave, or the same on another day, makes of a blob. */
static void test_other_enclaves(void)
{
    const soft_launch_t self = *soft_identity();
    soft_launch_t other = self;
    blob_t blob;
    uint8_t out[TEXT], clear[AAD];

    seal(&blob);
    memset(&other.mr_enclave, 0x11, 32);
    other.isv_svn = 5;
    launched_as(&other);
    CHECK_STATUS(SGX_SUCCESS, unseal(&blob, out, clear));
    other.isv_svn = 3;
    launched_as(&other);
    CHECK_STATUS(SGX_ERROR_INVALID_ISVSVN, unseal(&blob, out, clear));
    other = self;
    other.cpu_svn.svn[0] = 9;
    launched_as(&other);
    CHECK_STATUS(SGX_SUCCESS, unseal(&blob, out, clear));
    other = self;
    other.cpu_svn.svn[0] = 1;
    launched_as(&other);
    CHECK_STATUS(SGX_ERROR_INVALID_CPUSVN, unseal(&blob, out, clear));
    other = self;
    other.isv_prod_id = 4;
    launched_as(&other);
    CHECK_STATUS(SGX_ERROR_MAC_MISMATCH, unseal(&blob, out, clear));
    other = self;
    other.mr_signer.m[0] ^= 1;
    launched_as(&other);
    CHECK_STATUS(SGX_ERROR_MAC_MISMATCH, unseal(&blob, out, clear));
    other = self;
    other.attributes.flags &= ~SGX_FLAGS_DEBUG;
    launched_as(&other);
    CHECK_STATUS(SGX_ERROR_MAC_MISMATCH, unseal(&blob, out, clear));
    other = self;
    other.seal_root[0] ^= 1;
    launched_as(&other);
    CHECK_STATUS(SGX_ERROR_MAC_MISMATCH, unseal(&blob, out, clear));
    launched_as(&self);
    CHECK_STATUS(SGX_SUCCESS, unseal(&blob, out, clear));
}

static void test_seal_arguments(void)
{
    blob_t blob;
    uint8_t out[TEXT], clear[AAD];
    uint32_t enough = TEXT, few = TEXT - 1, clear_size = AAD, clear_few = AAD - 1;
    sgx_sealed_data_t *data = &blob.fields;

    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, sgx_seal_data(AAD, aad, 0, text, SIZE - TEXT, data));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, sgx_seal_data(AAD, aad, TEXT, NULL, SIZE, data));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, sgx_seal_data(AAD, NULL, TEXT, text, SIZE, data));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, sgx_seal_data(AAD, aad, TEXT, text, SIZE + 1, data));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, sgx_seal_data(AAD, aad, TEXT, text, SIZE - 1, data));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, sgx_seal_data(AAD, aad, TEXT, text, SIZE, NULL));
    seal(&blob);
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, sgx_unseal_data(NULL, clear, &clear_size, out, &enough));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, sgx_unseal_data(data, clear, &clear_size, NULL, &enough));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, sgx_unseal_data(data, clear, &clear_size, out, NULL));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, sgx_unseal_data(data, clear, &clear_size, out, &few));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, sgx_unseal_data(data, clear, &clear_few, out, &enough));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, sgx_unseal_data(data, NULL, &clear_size, out, &enough));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, sgx_unseal_data(data, clear, NULL, out, &enough));
}

void test_sealing_refusals(void)
{
    test_seal_arguments();
    test_other_enclaves();
    CHECK_STATUS(SGX_ERROR_MAC_MISMATCH, altered(560, 1));        /* ciphertext */
    CHECK_STATUS(SGX_ERROR_MAC_MISMATCH, altered(560 + TEXT, 1)); /* MAC text */
    CHECK_STATUS(SGX_ERROR_MAC_MISMATCH, altered(544, 0x80));     /* tag */
    CHECK_STATUS(SGX_ERROR_MAC_MISMATCH, altered(0, 1));          /* key_name */
    CHECK_STATUS(SGX_ERROR_MAC_MISMATCH, altered(2, 3));          /* key_policy: MRENCLAVE */
    CHECK_STATUS(SGX_ERROR_MAC_MISMATCH, altered(2, 8));          /* key_policy: none that exists here */
    CHECK_STATUS(SGX_ERROR_INVALID_ISVSVN, altered(4, 1));        /* isv_svn 5 */
    CHECK_STATUS(SGX_ERROR_MAC_MISMATCH, altered(4, 4));          /* isv_svn 0 */
    CHECK_STATUS(SGX_ERROR_MAC_MISMATCH, altered(6, 1));          /* reserved1 */
    CHECK_STATUS(SGX_ERROR_INVALID_CPUSVN, altered(8, 1));        /* cpu_svn, above */
    CHECK_STATUS(SGX_ERROR_INVALID_CPUSVN, altered(8, 2));        /* cpu_svn, below, but nothing was sealed there */
    CHECK_STATUS(SGX_ERROR_MAC_MISMATCH, altered(24, 2));         /* attribute mask */
    CHECK_STATUS(SGX_ERROR_MAC_MISMATCH, altered(40, 1));         /* key_id */
    CHECK_STATUS(SGX_ERROR_MAC_MISMATCH, altered(72, 1));         /* misc_mask */
    CHECK_STATUS(SGX_ERROR_MAC_MISMATCH, altered(78, 1));         /* reserved2 */
    CHECK_STATUS(SGX_ERROR_MAC_MISMATCH, altered(515, 0x80));     /* plain_text_offset beyond the payload */
    CHECK_STATUS(SGX_ERROR_MAC_MISMATCH, altered(512, TEXT));     /* plain_text_offset 0 */
    CHECK_STATUS(SGX_ERROR_MAC_MISMATCH, altered(528, 2));        /* payload_size */
    CHECK_STATUS(SGX_SUCCESS, altered(516, 1));                   /* reserved: goes unnoticed */
    CHECK_STATUS(SGX_SUCCESS, altered(527, 1));
}
