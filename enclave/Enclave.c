/*
 * The enclave: reports, a key exchange whose keys stay inside, and secrets that come with its help and are only ever seen
 * in here. Nothing is kept between calls but the contexts of key exchanges, so that any number of them go on side by side.
 * The same source is built with Intel's SDK (HW, SIM) and against soft/ (SOFT). SGXRA_EPID is 1 where there is Intel's key
 * exchange library, which EPID quotes come with (SDKs up to 2.27, SOFT), else 0; the own one (sigma.h) is there always.
 */
#include "Enclave_t.h"

#include <stdlib.h>
#include <string.h>

#include "secret_bytes.h"
#include "sgx_tseal.h"
#include "sigma.h"

#define MAX_SECRET 65536u

/*
 * The sample's service provider key, for demonstrations only: its private half is published. Little-endian, see
 * docs/spec/wire-hex.md, Keys.
 */
/* clang-format off */
static const sgx_ec256_public_t def_service_public_key = {
    {0x72, 0x12, 0x8a, 0x7a, 0x17, 0x52, 0x6e, 0xbf, 0x85, 0xd0, 0x3a, 0x62, 0x37, 0x30, 0xae, 0xad,
     0x3e, 0x3d, 0xaa, 0xee, 0x9c, 0x60, 0x73, 0x1d, 0xb0, 0x5b, 0xe8, 0x62, 0x1c, 0x4b, 0xeb, 0x38},
    {0xd4, 0x81, 0x40, 0xd9, 0x50, 0xe2, 0x57, 0x7b, 0x26, 0xee, 0xb7, 0x41, 0xe7, 0xc6, 0x14, 0xe2,
     0x24, 0xb7, 0xbd, 0xc9, 0x03, 0xf2, 0x9a, 0x28, 0xa8, 0x3c, 0xc8, 0x10, 0x11, 0x14, 0x5e, 0x06}};
/* clang-format on */

sgx_status_t get_report(sgx_report_t *report, sgx_target_info_t *target_info)
{
    return sgx_create_report(target_info, NULL, report);
}

sgx_status_t sigma_open(sgx_ec256_public_t *sp_key, uint32_t *ctx)
{
    return sigma_begin(sp_key == NULL ? &def_service_public_key : sp_key, ctx);
}

#if SGXRA_EPID

sgx_status_t enclave_ra_init(sgx_ec256_public_t key, int b_pse, uint32_t *ctx)
{
    return sgx_ra_init(&key, b_pse, ctx);
}

sgx_status_t enclave_ra_init_def(int b_pse, uint32_t *ctx)
{
    return sgx_ra_init(&def_service_public_key, b_pse, ctx);
}

static sgx_status_t library_key(uint32_t ctx, uint32_t type, sgx_cmac_128bit_key_t *key)
{
    return sgx_ra_get_keys(ctx, (sgx_ra_key_type_t) type, key);
}

static sgx_status_t library_close(uint32_t ctx)
{
    return sgx_ra_close(ctx);
}

#else

/* There are no such contexts. */
static sgx_status_t library_key(uint32_t ctx, uint32_t type, sgx_cmac_128bit_key_t *key)
{
    (void) ctx;
    (void) type;
    (void) key;
    return SGX_ERROR_INVALID_PARAMETER;
}

static sgx_status_t library_close(uint32_t ctx)
{
    (void) ctx;
    return SGX_ERROR_INVALID_PARAMETER;
}

#endif

/* SK or MK of a key exchange, whoever's it is. */
static sgx_status_t session_key(uint32_t ctx, uint32_t type, sgx_cmac_128bit_key_t *key)
{
    return sigma_is_context(ctx) ? sigma_key(ctx, type, key) : library_key(ctx, type, key);
}

sgx_status_t enclave_ra_close(uint32_t ctx)
{
    return sigma_is_context(ctx) ? sigma_close(ctx) : library_close(ctx);
}

sgx_status_t enclave_ra_get_key_hash(uint32_t ctx, uint32_t type, sgx_sha256_hash_t *hash)
{
    sgx_cmac_128bit_key_t key;
    sgx_status_t status = session_key(ctx, type, &key);
    if (status == SGX_SUCCESS) {
        status = sgx_sha256_msg(key, sizeof key, hash);
    }
    wipe(key, sizeof key);
    return status;
}

sgx_status_t verify_att_result_mac(uint32_t ctx, uint8_t *message, uint32_t len, uint8_t *mac)
{
    sgx_cmac_128bit_key_t mk;
    sgx_cmac_128bit_tag_t expected;
    sgx_status_t status;

    if (message == NULL || mac == NULL) {
        return SGX_ERROR_INVALID_PARAMETER;
    }
    status = session_key(ctx, SIGMA_KEY_MK, &mk);
    if (status == SGX_SUCCESS) {
        status = sgx_rijndael128_cmac_msg(&mk, message, len, &expected);
    }
    if (status == SGX_SUCCESS && !equal_in_constant_time(expected, mac, sizeof expected)) {
        status = SGX_ERROR_MAC_MISMATCH;
    }
    wipe(mk, sizeof mk);
    wipe(expected, sizeof expected);
    return status;
}

/* What came under AES-GCM. */
typedef struct {
    const uint8_t *iv, *aad, *ciphertext, *tag;
    uint32_t aad_len, len;
} encrypted_t;

static void release(uint8_t *secret, uint32_t len)
{
    if (secret != NULL) {
        wipe(secret, len);
        free(secret);
    }
}

/* On success *secret holds len bytes, which the caller gives to release. */
static sgx_status_t decrypt(uint32_t ctx, const encrypted_t *in, uint8_t **secret)
{
    sgx_aes_gcm_128bit_key_t sk;
    sgx_aes_gcm_128bit_tag_t tag;
    sgx_status_t status;

    *secret = NULL;
    if (in->iv == NULL || in->ciphertext == NULL || in->tag == NULL || in->len > MAX_SECRET) {
        return SGX_ERROR_INVALID_PARAMETER;
    }
    status = session_key(ctx, SIGMA_KEY_SK, &sk);
    if (status != SGX_SUCCESS) {
        return status;
    }
    *secret = malloc(in->len);
    if (*secret == NULL) {
        status = SGX_ERROR_OUT_OF_MEMORY;
        goto cleanup;
    }
    memcpy(tag, in->tag, sizeof tag);
    status = sgx_rijndael128GCM_decrypt(&sk, in->ciphertext, in->len, *secret, in->iv, SGX_AESGCM_IV_SIZE, in->aad,
        in->aad_len, (const sgx_aes_gcm_128bit_tag_t *) &tag);
    if (status != SGX_SUCCESS) {
        release(*secret, in->len);
        *secret = NULL;
    }
cleanup:
    wipe(sk, sizeof sk);
    return status;
}

sgx_status_t verify_secret_data(uint32_t ctx, uint8_t *ciphertext, uint32_t len, uint8_t *tag)
{
    static const uint8_t zero_iv[SGX_AESGCM_IV_SIZE];
    const encrypted_t in = {zero_iv, NULL, ciphertext, tag, 0, len};
    uint8_t *secret;
    sgx_status_t status;

    if (len < 2) {
        return SGX_ERROR_INVALID_PARAMETER;
    }
    status = decrypt(ctx, &in, &secret);
    if (status == SGX_SUCCESS && secret[0] != 0) {
        status = SGX_ERROR_UNEXPECTED;
    } else if (status == SGX_SUCCESS && secret[1] != 1) {
        status = SGX_ERROR_INVALID_SIGNATURE;
    }
    release(secret, len);
    return status;
}

sgx_status_t put_secret(uint32_t ctx, uint8_t *iv, uint8_t *aad, uint32_t aad_len, uint8_t *ciphertext, uint32_t len,
    uint8_t *tag, sgx_sha256_hash_t *hash)
{
    const encrypted_t in = {iv, aad, ciphertext, tag, aad_len, len};
    uint8_t *secret;
    sgx_status_t status = decrypt(ctx, &in, &secret);
    if (status == SGX_SUCCESS) {
        status = sgx_sha256_msg(secret, len, hash);
    }
    release(secret, len);
    return status;
}

sgx_status_t seal_secret(uint32_t ctx, uint8_t *iv, uint8_t *aad, uint32_t aad_len, uint8_t *ciphertext, uint32_t len,
    uint8_t *tag, uint8_t *sealed, uint32_t cap)
{
    const encrypted_t in = {iv, aad, ciphertext, tag, aad_len, len};
    uint8_t *secret;
    sgx_status_t status;

    if (sealed == NULL || cap != sgx_calc_sealed_data_size(0, len)) {
        return SGX_ERROR_INVALID_PARAMETER;
    }
    status = decrypt(ctx, &in, &secret);
    if (status == SGX_SUCCESS) {
        status = sgx_seal_data(0, NULL, len, secret, cap, (sgx_sealed_data_t *) sealed);
    }
    release(secret, len);
    return status;
}

sgx_status_t unseal_secret(uint8_t *sealed, uint32_t len, sgx_sha256_hash_t *hash)
{
    const sgx_sealed_data_t *blob = (const sgx_sealed_data_t *) sealed;
    uint8_t *secret;
    uint32_t size, no_text = 0;
    sgx_status_t status;

    if (sealed == NULL || len <= sizeof *blob || len > sizeof *blob + MAX_SECRET) {
        return SGX_ERROR_INVALID_PARAMETER;
    }
    size = len - (uint32_t) sizeof *blob;
    if (sgx_get_add_mac_txt_len(blob) != 0 || sgx_get_encrypt_txt_len(blob) != size) {
        return SGX_ERROR_MAC_MISMATCH;
    }
    secret = malloc(size);
    if (secret == NULL) {
        return SGX_ERROR_OUT_OF_MEMORY;
    }
    status = sgx_unseal_data(blob, NULL, &no_text, secret, &size);
    if (status == SGX_SUCCESS) {
        status = sgx_sha256_msg(secret, size, hash);
    }
    release(secret, len - (uint32_t) sizeof *blob);
    return status;
}
