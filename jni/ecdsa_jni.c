/*
 * The natives of org.sgxra.client.bridge.EnclaveNatives for ECDSA quotes: the enclave's own key exchange, and quoting by
 * the platform's ECDSA key (docs/spec/dcap.md 8.4); see enclave_jni.c. Nothing is kept here between calls.
 */
#include <stdlib.h>
#include <string.h>

#include <jni.h>

#include "sgx_uae_quote_ex.h"

#include "Enclave_u.h"
#include "arrays.h"
#include "natives.h"

enum {
    KEY_ID_SIZE = 256,
    ID_LIST_HEAD = 8,
    NONCE_SIZE = 16,
    MSG3_SIZE = 336,
    MAX_PUBLIC_KEY_ID = 4096,
    /* sgx_qe_report_info_t */
    INFO_NONCE = 0,
    INFO_TARGET = 16,
    INFO_REPORT = 528
};

_Static_assert(sizeof(sgx_att_key_id_t) == KEY_ID_SIZE, "sgx_att_key_id_t");
_Static_assert(sizeof(sgx_qe_report_info_t) == INFO_REPORT + sizeof(sgx_report_t), "sgx_qe_report_info_t");
_Static_assert(sizeof(sgx_target_info_t) == INFO_REPORT - INFO_TARGET, "sgx_target_info_t");

/* Who signs QE3, Intel's quoting enclave for ECDSA (docs/spec/dcap.md 3.2). */
static const uint8_t qe3_mr_signer[32] = {0x8c, 0x4f, 0x57, 0x75, 0xd7, 0x96, 0x50, 0x3e, 0x96, 0x13, 0x7f, 0x77, 0xc6,
    0x8a, 0x82, 0x9a, 0x00, 0x56, 0xac, 0x8d, 0xed, 0x70, 0x14, 0x0b, 0x08, 0x1b, 0x09, 0x44, 0x90, 0xc5, 0x7b, 0xff};

NATIVE(jint, sigmaOpen)(JNIEnv *env, jclass class, jlong eid, jbyteArray sp_key, jintArray context)
{
    sgx_ec256_public_t key;
    uint32_t opened = 0;
    sgx_status_t call, function = SGX_ERROR_UNEXPECTED;
    int given;

    (void) class;
    if (!has_length(env, context, 1) || !get_optional(env, sp_key, &key, sizeof key, &given)) {
        return SGX_ERROR_INVALID_PARAMETER;
    }
    call = sigma_open((sgx_enclave_id_t) eid, &function, given ? &key : NULL, &opened);
    if (call == SGX_SUCCESS && function == SGX_SUCCESS) {
        put_int(env, context, opened);
    }
    return first_failure(call, function);
}

NATIVE(jint, sigmaGa)(JNIEnv *env, jclass class, jlong eid, jint context, jbyteArray g_a)
{
    sgx_ec256_public_t made;
    sgx_status_t call, function = SGX_ERROR_UNEXPECTED;

    (void) class;
    if (!has_length(env, g_a, sizeof made)) {
        return SGX_ERROR_INVALID_PARAMETER;
    }
    call = sigma_ga((sgx_enclave_id_t) eid, &function, (uint32_t) context, &made);
    if (call == SGX_SUCCESS && function == SGX_SUCCESS) {
        put(env, g_a, &made, sizeof made);
    }
    return first_failure(call, function);
}

/* Of any length: the enclave looks at it. */
NATIVE(jint, sigmaMsg2)(JNIEnv *env, jclass class, jlong eid, jint context, jbyteArray msg2)
{
    sgx_status_t call, function = SGX_ERROR_UNEXPECTED;
    uint32_t size = 0;
    uint8_t *received;

    (void) class;
    if (msg2 == NULL) {
        return SGX_ERROR_INVALID_PARAMETER;
    }
    received = get_all(env, msg2, &size);
    if (received == NULL) {
        return SGX_ERROR_OUT_OF_MEMORY;
    }
    call = sigma_msg2((sgx_enclave_id_t) eid, &function, (uint32_t) context, received, size);
    free(received);
    return first_failure(call, function);
}

NATIVE(jint, sigmaReport)(JNIEnv *env, jclass class, jlong eid, jint context, jbyteArray target_info, jbyteArray report,
    jbyteArray nonce)
{
    sgx_target_info_t target;
    sgx_report_t made;
    uint8_t made_nonce[NONCE_SIZE];
    sgx_status_t call, function = SGX_ERROR_UNEXPECTED;

    (void) class;
    if (!get(env, target_info, &target, sizeof target) || !has_length(env, report, sizeof made)
        || !has_length(env, nonce, sizeof made_nonce)) {
        return SGX_ERROR_INVALID_PARAMETER;
    }
    call = sigma_report((sgx_enclave_id_t) eid, &function, (uint32_t) context, &target, &made, made_nonce);
    if (call == SGX_SUCCESS && function == SGX_SUCCESS) {
        put(env, report, &made, sizeof made);
        put(env, nonce, made_nonce, sizeof made_nonce);
    }
    return first_failure(call, function);
}

NATIVE(jint, sigmaMsg3)(JNIEnv *env, jclass class, jlong eid, jint context, jbyteArray qe_report, jbyteArray quote,
    jbyteArray msg3)
{
    sgx_report_t report;
    uint8_t made[MSG3_SIZE];
    sgx_status_t call, function = SGX_ERROR_UNEXPECTED;
    uint32_t size = 0;
    uint8_t *bytes;

    (void) class;
    if (!get(env, qe_report, &report, sizeof report) || quote == NULL || !has_length(env, msg3, sizeof made)) {
        return SGX_ERROR_INVALID_PARAMETER;
    }
    bytes = get_all(env, quote, &size);
    if (bytes == NULL) {
        return SGX_ERROR_OUT_OF_MEMORY;
    }
    call = sigma_msg3((sgx_enclave_id_t) eid, &function, (uint32_t) context, &report, bytes, size, made);
    if (call == SGX_SUCCESS && function == SGX_SUCCESS) {
        put(env, msg3, made, sizeof made);
    }
    free(bytes);
    return first_failure(call, function);
}

/* A list of one: what a platform chooses without any depends on its settings. */
NATIVE(jint, selectEcdsaKey)(JNIEnv *env, jclass class, jbyteArray key_id)
{
    uint8_t list[ID_LIST_HEAD + KEY_ID_SIZE] = {0};
    uint8_t *const entry = list + ID_LIST_HEAD;
    sgx_att_key_id_t selected;
    sgx_status_t status;

    (void) class;
    if (!has_length(env, key_id, sizeof selected)) {
        return SGX_ERROR_INVALID_PARAMETER;
    }
    list[4] = 1;                     /* entries */
    entry[4] = sizeof qe3_mr_signer; /* mrsigner_length */
    memcpy(entry + 6, qe3_mr_signer, sizeof qe3_mr_signer);
    entry[54] = 1;  /* prod_id */
    entry[154] = 2; /* algorithm: ECDSA P-256 */
    memset(&selected, 0, sizeof selected);
    status = sgx_select_att_key_id(list, sizeof list, &selected);
    if (status == SGX_SUCCESS) {
        put(env, key_id, &selected, sizeof selected);
    }
    return (jint) status;
}

NATIVE(jint, initQuoteEx)(JNIEnv *env, jclass class, jbyteArray key_id, jbyteArray target_info)
{
    sgx_att_key_id_t key;
    sgx_target_info_t target;
    uint8_t *public_key_id = NULL;
    size_t size = 0;
    sgx_status_t status;

    (void) class;
    if (!get(env, key_id, &key, sizeof key) || !has_length(env, target_info, sizeof target)) {
        return SGX_ERROR_INVALID_PARAMETER;
    }
    memset(&target, 0, sizeof target);
    status = sgx_init_quote_ex(&key, &target, &size, NULL);
    if (status != SGX_SUCCESS) {
        return (jint) status;
    }
    if (size > MAX_PUBLIC_KEY_ID) {
        return SGX_ERROR_UNEXPECTED;
    }
    public_key_id = calloc(1, size + 1);
    if (public_key_id == NULL) {
        return SGX_ERROR_OUT_OF_MEMORY;
    }
    status = sgx_init_quote_ex(&key, &target, &size, public_key_id);
    if (status == SGX_SUCCESS) {
        put(env, target_info, &target, sizeof target);
    }
    free(public_key_id);
    return (jint) status;
}

NATIVE(jint, getQuoteSizeEx)(JNIEnv *env, jclass class, jbyteArray key_id, jintArray size)
{
    sgx_att_key_id_t key;
    uint32_t needed = 0;
    sgx_status_t status;

    (void) class;
    if (!get(env, key_id, &key, sizeof key) || !has_length(env, size, 1)) {
        return SGX_ERROR_INVALID_PARAMETER;
    }
    status = sgx_get_quote_size_ex(&key, &needed);
    if (status == SGX_SUCCESS) {
        put_int(env, size, needed);
    }
    return (jint) status;
}

/* The quoting enclave's report is for the enclave whose report it quotes. */
static void ask_for_report(const sgx_report_t *application, const uint8_t nonce[NONCE_SIZE], sgx_qe_report_info_t *info)
{
    sgx_target_info_t target;
    memset(&target, 0, sizeof target);
    target.mr_enclave = application->body.mr_enclave;
    target.attributes = application->body.attributes;
    target.misc_select = application->body.misc_select;
    target.config_svn = application->body.config_svn;
    memcpy(&target.config_id, &application->body.config_id, sizeof target.config_id);
    memset(info, 0, sizeof *info);
    memcpy((uint8_t *) info + INFO_NONCE, nonce, NONCE_SIZE);
    memcpy((uint8_t *) info + INFO_TARGET, &target, sizeof target);
}

NATIVE(jint, getQuoteEx)(JNIEnv *env, jclass class, jbyteArray report, jbyteArray key_id, jbyteArray nonce,
    jbyteArray qe_report, jbyteArray quote)
{
    sgx_att_key_id_t key;
    sgx_report_t application;
    sgx_qe_report_info_t info;
    uint8_t nonce_bytes[NONCE_SIZE];
    uint8_t *made;
    uint32_t size;
    int with_report;
    sgx_status_t status;

    (void) class;
    if (!get(env, report, &application, sizeof application) || !get(env, key_id, &key, sizeof key)
        || !get_optional(env, nonce, nonce_bytes, sizeof nonce_bytes, &with_report)
        || (with_report ? !has_length(env, qe_report, sizeof(sgx_report_t)) : qe_report != NULL) || quote == NULL) {
        return SGX_ERROR_INVALID_PARAMETER;
    }
    size = (uint32_t) (*env)->GetArrayLength(env, quote);
    made = calloc(1, (size_t) size + 1);
    if (made == NULL) {
        return SGX_ERROR_OUT_OF_MEMORY;
    }
    if (with_report) {
        ask_for_report(&application, nonce_bytes, &info);
    }
    status = sgx_get_quote_ex(&application, &key, with_report ? &info : NULL, made, size);
    if (status == SGX_SUCCESS) {
        put(env, quote, made, size);
        if (with_report) {
            put(env, qe_report, (const uint8_t *) &info + INFO_REPORT, sizeof(sgx_report_t));
        }
    }
    free(made);
    return (jint) status;
}
