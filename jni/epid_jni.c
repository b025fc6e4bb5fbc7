/* The natives of org.sgxra.client.bridge.EnclaveNatives for EPID, where the SDK has it (up to 2.27); see enclave_jni.c */
#include <stdlib.h>
#include <string.h>

#include <jni.h>

#include "sgx_uae_epid.h"
#include "sgx_ukey_exchange.h"

#include "Enclave_u.h"
#include "arrays.h"
#include "natives.h"

NATIVE(jint, getExtendedEpidGroupId)(JNIEnv *env, jclass class, jintArray out)
{
    uint32_t id = 0;
    sgx_status_t status;

    (void) class;
    if (!has_length(env, out, 1)) {
        return SGX_ERROR_INVALID_PARAMETER;
    }
    status = sgx_get_extended_epid_group_id(&id);
    if (status == SGX_SUCCESS) {
        put_int(env, out, id);
    }
    return (jint) status;
}

NATIVE(jint, initQuote)(JNIEnv *env, jclass class, jbyteArray target_info, jbyteArray gid)
{
    sgx_target_info_t target;
    sgx_epid_group_id_t group = {0};
    sgx_status_t status;

    (void) class;
    if (!has_length(env, target_info, sizeof target) || !has_length(env, gid, sizeof group)) {
        return SGX_ERROR_INVALID_PARAMETER;
    }
    memset(&target, 0, sizeof target);
    status = sgx_init_quote(&target, &group);
    if (status == SGX_SUCCESS) {
        put(env, target_info, &target, sizeof target);
        put(env, gid, group, sizeof group);
    }
    return (jint) status;
}

NATIVE(jint, raInit)(JNIEnv *env, jclass class, jlong eid, jbyteArray sp_key, jintArray context)
{
    sgx_ec256_public_t key;
    uint32_t opened = 0;
    sgx_status_t call, function = SGX_ERROR_UNEXPECTED;
    int given;

    (void) class;
    if (!has_length(env, context, 1) || !get_optional(env, sp_key, &key, sizeof key, &given)) {
        return SGX_ERROR_INVALID_PARAMETER;
    }
    if (given) {
        call = enclave_ra_init((sgx_enclave_id_t) eid, &function, key, 0, &opened);
    } else {
        call = enclave_ra_init_def((sgx_enclave_id_t) eid, &function, 0, &opened);
    }
    if (call == SGX_SUCCESS && function == SGX_SUCCESS) {
        put_int(env, context, opened);
    }
    return first_failure(call, function);
}

NATIVE(jint, raGetMsg1)(JNIEnv *env, jclass class, jint context, jlong eid, jbyteArray msg1)
{
    sgx_ra_msg1_t made;
    sgx_status_t status;

    (void) class;
    if (!has_length(env, msg1, sizeof made)) {
        return SGX_ERROR_INVALID_PARAMETER;
    }
    memset(&made, 0, sizeof made);
    status = sgx_ra_get_msg1((sgx_ra_context_t) context, (sgx_enclave_id_t) eid, sgx_ra_get_ga, &made);
    if (status == SGX_SUCCESS) {
        put(env, msg1, &made, sizeof made);
    }
    return (jint) status;
}

NATIVE(jint, raProcMsg2)(JNIEnv *env, jclass class, jint context, jlong eid, jbyteArray msg2, jobjectArray msg3)
{
    sgx_ra_msg2_t *received;
    sgx_ra_msg3_t *made = NULL;
    uint32_t size = 0, made_size = 0;
    sgx_status_t status;

    (void) class;
    if (msg2 == NULL || (*env)->GetArrayLength(env, msg2) < (jsize) sizeof *received || !has_length(env, msg3, 1)) {
        return SGX_ERROR_INVALID_PARAMETER;
    }
    received = get_all(env, msg2, &size);
    if (received == NULL) {
        return SGX_ERROR_OUT_OF_MEMORY;
    }
    status = sgx_ra_proc_msg2((sgx_ra_context_t) context, (sgx_enclave_id_t) eid, sgx_ra_proc_msg2_trusted,
        sgx_ra_get_msg3_trusted, received, size, &made, &made_size);
    if (status == SGX_SUCCESS) {
        status = put_new(env, msg3, made, made_size);
        free(made);
    }
    free(received);
    return (jint) status;
}

NATIVE(jint, calcQuoteSize)(JNIEnv *env, jclass class, jbyteArray sig_rl, jintArray size)
{
    uint8_t *list = NULL;
    uint32_t list_size = 0, needed = 0;
    sgx_status_t status;

    (void) class;
    if (!has_length(env, size, 1)) {
        return SGX_ERROR_INVALID_PARAMETER;
    }
    if (sig_rl != NULL) {
        list = get_all(env, sig_rl, &list_size);
        if (list == NULL) {
            return SGX_ERROR_OUT_OF_MEMORY;
        }
    }
    status = sgx_calc_quote_size(list, list_size, &needed);
    if (status == SGX_SUCCESS) {
        put_int(env, size, needed);
    }
    free(list);
    return (jint) status;
}

/* The arguments of sgx_get_quote of fixed size; nonce and qe_report may be missing. */
typedef struct {
    sgx_report_t report, qe_report;
    sgx_spid_t spid;
    sgx_quote_nonce_t nonce;
    int nonce_given;
} quote_request_t;

static int get_quote_request(JNIEnv *env, jbyteArray report, jbyteArray spid, jbyteArray nonce, jbyteArray qe_report,
    quote_request_t *request)
{
    memset(request, 0, sizeof *request);
    return get(env, report, &request->report, sizeof request->report)
        && get(env, spid, &request->spid, sizeof request->spid)
        && get_optional(env, nonce, &request->nonce, sizeof request->nonce, &request->nonce_given)
        && (qe_report == NULL || has_length(env, qe_report, sizeof request->qe_report));
}

NATIVE(jint, getQuote)(JNIEnv *env, jclass class, jbyteArray report, jint sign_type, jbyteArray spid, jbyteArray nonce,
    jbyteArray sig_rl, jbyteArray qe_report, jbyteArray quote)
{
    quote_request_t request;
    uint8_t *list = NULL;
    sgx_quote_t *made = NULL;
    uint32_t list_size = 0, quote_size;
    sgx_status_t status = SGX_ERROR_OUT_OF_MEMORY;

    (void) class;
    if (quote == NULL || !get_quote_request(env, report, spid, nonce, qe_report, &request)) {
        return SGX_ERROR_INVALID_PARAMETER;
    }
    quote_size = (uint32_t) (*env)->GetArrayLength(env, quote);
    made = calloc(1, quote_size == 0 ? 1 : quote_size);
    if (made == NULL) {
        goto cleanup;
    }
    if (sig_rl != NULL) {
        list = get_all(env, sig_rl, &list_size);
        if (list == NULL) {
            goto cleanup;
        }
    }
    status = sgx_get_quote(&request.report, (sgx_quote_sign_type_t) sign_type, &request.spid,
        request.nonce_given ? &request.nonce : NULL, list, list_size, qe_report == NULL ? NULL : &request.qe_report,
        made, quote_size);
    if (status == SGX_SUCCESS) {
        put(env, quote, made, quote_size);
        if (qe_report != NULL) {
            put(env, qe_report, &request.qe_report, sizeof request.qe_report);
        }
    }
cleanup:
    free(list);
    free(made);
    return (jint) status;
}

NATIVE(jint, reportAttestationStatus)(JNIEnv *env, jclass class, jbyteArray pib, jint attestation_status,
    jintArray update)
{
    sgx_platform_info_t info;
    sgx_update_info_bit_t bits = {0, 0, 0};
    sgx_status_t status;

    (void) class;
    if (!get(env, pib, &info, sizeof info) || !has_length(env, update, 3)) {
        return SGX_ERROR_INVALID_PARAMETER;
    }
    status = sgx_report_attestation_status(&info, attestation_status, &bits);
    if (status == SGX_SUCCESS || status == SGX_ERROR_UPDATE_NEEDED) {
        const jint elements[3] = {bits.ucodeUpdate, bits.csmeFwUpdate, bits.pswUpdate};
        (*env)->SetIntArrayRegion(env, update, 0, 3, elements);
    }
    return (jint) status;
}
