/* The enclave's own key exchange up to msg2; what each step is for stands in sigma.h and Enclave.edl */
#include "sigma.h"

#include <stdlib.h>
#include <string.h>

#include "Enclave_t.h"
#include "secret_bytes.h"

/* docs/spec/wire-hex.md, Structs; integers little-endian, as this processor has them */
typedef struct {
    sgx_ec256_public_t g_b;
    uint8_t spid[16];
    uint16_t quote_type;
    uint16_t kdf_id;
    sgx_ec256_signature_t sign_gb_ga;
    sgx_cmac_128bit_tag_t mac;
    uint32_t sig_rl_size;
} msg2_t;

_Static_assert(sizeof(msg2_t) == SIGMA_MSG2_SIZE && offsetof(msg2_t, mac) == 148, "msg2");

/* INVALID_PARAMETER for what is no point on P-256, or the point at infinity. */
static sgx_status_t check_point(const sgx_ec256_public_t *point, sgx_ecc_state_handle_t curve)
{
    int valid = 0;
    sgx_status_t status = sgx_ecc256_check_point(point, curve, &valid);
    return status == SGX_SUCCESS && !valid ? SGX_ERROR_INVALID_PARAMETER : status;
}

sgx_status_t sigma_begin(const sgx_ec256_public_t *sp_key, uint32_t *ctx)
{
    sgx_ecc_state_handle_t curve = NULL;
    sigma_context_t *context = NULL;
    sgx_status_t status;

    if (sp_key == NULL || ctx == NULL) {
        return SGX_ERROR_INVALID_PARAMETER;
    }
    status = narrowed(sgx_ecc256_open_context(&curve));
    if (status != SGX_SUCCESS) {
        return status;
    }
    status = check_point(sp_key, curve);
    (void) sgx_ecc256_close_context(curve);
    if (status != SGX_SUCCESS) {
        return status == SGX_ERROR_OUT_OF_MEMORY ? status : SGX_ERROR_INVALID_PARAMETER;
    }
    context = calloc(1, sizeof *context);
    if (context == NULL) {
        return SGX_ERROR_OUT_OF_MEMORY;
    }
    context->step = SIGMA_OPENED;
    context->sp_key = *sp_key;
    status = sigma_context_add(context, ctx);
    if (status != SGX_SUCCESS) {
        free(context);
    }
    return status;
}

static sgx_status_t make_ga(sigma_context_t *context)
{
    sgx_ecc_state_handle_t curve = NULL;
    sgx_status_t status;

    if (context->step != SIGMA_OPENED) {
        return SGX_ERROR_INVALID_STATE;
    }
    status = sgx_ecc256_open_context(&curve);
    if (status == SGX_SUCCESS) {
        status = sgx_ecc256_create_key_pair(&context->a, &context->g_a, curve);
        (void) sgx_ecc256_close_context(curve);
    }
    if (status == SGX_SUCCESS) {
        context->step = SIGMA_GA_MADE;
    }
    return narrowed(status);
}

sgx_status_t sigma_ga(uint32_t ctx, sgx_ec256_public_t *g_a)
{
    sigma_context_t *context = NULL;
    sgx_status_t status;

    if (g_a == NULL) {
        return SGX_ERROR_INVALID_PARAMETER;
    }
    status = sigma_context_take(ctx, &context);
    if (status != SGX_SUCCESS) {
        return status;
    }
    status = make_ga(context);
    if (status == SGX_SUCCESS) {
        *g_a = context->g_a;
    }
    sigma_context_give_back(ctx);
    return status;
}

/* CMAC(KDK, 01 || label || 00 || 80 00) */
static sgx_status_t derive_key(const sgx_cmac_128bit_key_t *kdk, const char *label, size_t length,
    sgx_cmac_128bit_key_t *key)
{
    uint8_t message[8] = {0x01};
    memcpy(message + 1, label, length);
    message[length + 2] = 0x80;
    return sgx_rijndael128_cmac_msg(kdk, message, (uint32_t) length + 4, key);
}

/* docs/spec/wire-hex.md, Keys */
static sgx_status_t derive_keys(const sgx_ec256_dh_shared_t *shared, sigma_keys_t *keys)
{
    static const sgx_cmac_128bit_key_t zeros;
    sgx_cmac_128bit_tag_t kdk;
    sgx_status_t status = sgx_rijndael128_cmac_msg(&zeros, shared->s, sizeof shared->s, &kdk);
    if (status == SGX_SUCCESS) {
        status = derive_key(&kdk, "SMK", 3, &keys->smk);
    }
    if (status == SGX_SUCCESS) {
        status = derive_key(&kdk, "SK", 2, &keys->sk);
    }
    if (status == SGX_SUCCESS) {
        status = derive_key(&kdk, "MK", 2, &keys->mk);
    }
    if (status == SGX_SUCCESS) {
        status = derive_key(&kdk, "VK", 2, &keys->vk);
    }
    wipe(kdk, sizeof kdk);
    return status;
}

/* The service provider's signature over g_b | g_a. */
static sgx_status_t check_signature(sigma_context_t *context, msg2_t *msg2, sgx_ecc_state_handle_t curve)
{
    const sgx_ec256_public_t points[2] = {msg2->g_b, context->g_a};
    uint8_t result = 0xff;
    sgx_status_t status =
        sgx_ecdsa_verify((const uint8_t *) points, sizeof points, &context->sp_key, &msg2->sign_gb_ga, &result, curve);
    if (status == SGX_ERROR_OUT_OF_MEMORY) {
        return status;
    }
    return status == SGX_SUCCESS && result == SGX_EC_VALID ? SGX_SUCCESS : SGX_ERROR_INVALID_SIGNATURE;
}

static sgx_status_t check_mac(const msg2_t *msg2, const sigma_keys_t *keys)
{
    sgx_cmac_128bit_tag_t mac;
    sgx_status_t status = sgx_rijndael128_cmac_msg(&keys->smk, (const uint8_t *) msg2, offsetof(msg2_t, mac), &mac);
    if (status == SGX_SUCCESS && !equal_in_constant_time(mac, msg2->mac, sizeof mac)) {
        return SGX_ERROR_MAC_MISMATCH;
    }
    return narrowed(status);
}

/* In the order, and with the statuses, of docs/spec/sdk-api.md 5: the point, the signature, kdf_id, the MAC. */
static sgx_status_t check_msg2(sigma_context_t *context, msg2_t *msg2, sigma_keys_t *keys)
{
    sgx_ec256_dh_shared_t shared = {{0}};
    sgx_ecc_state_handle_t curve = NULL;
    sgx_status_t status = narrowed(sgx_ecc256_open_context(&curve));

    if (status != SGX_SUCCESS) {
        return status;
    }
    status = narrowed(check_point(&msg2->g_b, curve));
    if (status == SGX_SUCCESS) {
        status = check_signature(context, msg2, curve);
    }
    if (status == SGX_SUCCESS && msg2->kdf_id != 1) {
        status = SGX_ERROR_KDF_MISMATCH;
    }
    if (status == SGX_SUCCESS) {
        status = narrowed(sgx_ecc256_compute_shared_dhkey(&context->a, &msg2->g_b, &shared, curve));
    }
    if (status == SGX_SUCCESS) {
        status = narrowed(derive_keys(&shared, keys));
    }
    if (status == SGX_SUCCESS) {
        status = check_mac(msg2, keys);
    }
    (void) sgx_ecc256_close_context(curve);
    wipe(&shared, sizeof shared);
    return status;
}

sgx_status_t sigma_msg2(uint32_t ctx, uint8_t *bytes, uint32_t len)
{
    sigma_keys_t keys = {{0}, {0}, {0}, {0}};
    sigma_context_t *context = NULL;
    msg2_t msg2;
    sgx_status_t status;

    if (bytes == NULL || len != sizeof msg2) {
        return SGX_ERROR_INVALID_PARAMETER;
    }
    memcpy(&msg2, bytes, sizeof msg2);
    if (msg2.sig_rl_size != 0) {
        return SGX_ERROR_INVALID_PARAMETER;
    }
    status = sigma_context_take(ctx, &context);
    if (status != SGX_SUCCESS) {
        return status;
    }
    status = context->step == SIGMA_GA_MADE ? check_msg2(context, &msg2, &keys) : SGX_ERROR_INVALID_STATE;
    if (status == SGX_SUCCESS) {
        context->g_b = msg2.g_b;
        context->keys = keys;
        context->step = SIGMA_MSG2_ACCEPTED;
        wipe(&context->a, sizeof context->a);
    }
    sigma_context_give_back(ctx);
    wipe(&keys, sizeof keys);
    return status;
}
