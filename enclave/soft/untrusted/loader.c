/* SOFT: loading, calling and destroying enclaves (docs/spec/sdk-api.md 4) */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <openssl/crypto.h>

#include "image.h"
#include "sgx_urts.h"
#include "sigstruct.h"
#include "soft_platform.h"

typedef struct enclave {
    struct enclave *next;
    sgx_enclave_id_t id;
    image_t image;
    uint32_t tcs_num;
    uint32_t busy; /* threads inside */
} enclave_t;

static enclave_t *enclaves;
static uint32_t last_number;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t left = PTHREAD_COND_INITIALIZER;

/* The place in the list that points to the enclave, or to NULL. */
static enclave_t **find(sgx_enclave_id_t id)
{
    enclave_t **place = &enclaves;
    while (*place != NULL && (*place)->id != id) {
        place = &(*place)->next;
    }
    return place;
}

static void add(enclave_t *enclave)
{
    pthread_mutex_lock(&lock);
    last_number++;
    enclave->id = (uint64_t) getpid() << 32 | last_number;
    enclave->next = enclaves;
    enclaves = enclave;
    pthread_mutex_unlock(&lock);
}

/* What a processor does at initialisation: attributes as signed, where the signer's mask does not leave them free. */
static sgx_status_t attributes_of(const sigstruct_t *css, int debug, sgx_attributes_t *attributes)
{
    attributes->flags = css->attributes.flags & ~SGX_FLAGS_DEBUG;
    attributes->xfrm = css->attributes.xfrm;
    if (debug) {
        attributes->flags |= SGX_FLAGS_DEBUG;
    }
    if (((attributes->flags ^ css->attributes.flags) & css->attribute_mask.flags) != 0) {
        return debug ? SGX_ERROR_NDEBUG_ENCLAVE : SGX_ERROR_INVALID_ATTRIBUTE;
    }
    attributes->flags |= SGX_FLAGS_INITTED;
    return SGX_SUCCESS;
}

static sgx_status_t describe(const sigstruct_t *css, int debug, soft_launch_t *launch)
{
    uint8_t platform[sizeof launch->report_root + sizeof launch->seal_root + sizeof launch->cpu_svn];
    sgx_status_t status = attributes_of(css, debug, &launch->attributes);

    if (status != SGX_SUCCESS) {
        return status;
    }
    launch->misc_select = css->misc_select & css->misc_mask;
    memcpy(&launch->mr_enclave, css->enclave_hash, sizeof launch->mr_enclave);
    if (!sha256(css->modulus, sizeof css->modulus, launch->mr_signer.m)) {
        return SGX_ERROR_UNEXPECTED;
    }
    memcpy(launch->isv_ext_prod_id, css->isvext_prod_id, sizeof launch->isv_ext_prod_id);
    memcpy(launch->isv_family_id, css->isv_family_id, sizeof launch->isv_family_id);
    launch->isv_prod_id = css->isv_prod_id;
    launch->isv_svn = css->isv_svn;
    status = soft_platform_exact(PLATFORM_LOAD, NULL, 0, platform, sizeof platform);
    if (status == SGX_SUCCESS) {
        memcpy(launch->report_root, platform, 16);
        memcpy(launch->seal_root, platform + 16, 16);
        memcpy(&launch->cpu_svn, platform + 32, 16);
    }
    OPENSSL_cleanse(platform, sizeof platform);
    return status;
}

/* Verified bytes to a running enclave. */
static sgx_status_t start(const uint8_t *file, size_t size, int debug, enclave_t *enclave, soft_launch_t *launch)
{
    sigstruct_t css;
    size_t image_size = 0;
    sgx_status_t status = sigstruct_check(file, size, &css, &image_size);

    if (status == SGX_SUCCESS) {
        status = describe(&css, debug, launch);
    }
    if (status == SGX_SUCCESS) {
        status = image_load(file, image_size, &enclave->image);
    }
    if (status != SGX_SUCCESS) {
        return status;
    }
    status = enclave->image.entry(SOFT_LAUNCH, launch);
    if (status != SGX_SUCCESS) {
        image_unload(&enclave->image);
    }
    enclave->tcs_num = launch->tcs_num;
    return status;
}

sgx_status_t sgx_create_enclave(const char *file_name, const int debug, sgx_launch_token_t *launch_token,
    int *launch_token_updated, sgx_enclave_id_t *enclave_id, sgx_misc_attribute_t *misc_attr)
{
    enclave_t *enclave = NULL;
    soft_launch_t launch;
    uint8_t *file = NULL;
    size_t size = 0;
    sgx_status_t status;

    (void) launch_token;
    (void) launch_token_updated;
    if (file_name == NULL || enclave_id == NULL || (debug != 0 && debug != 1)) {
        return SGX_ERROR_INVALID_PARAMETER;
    }
    memset(&launch, 0, sizeof launch);
    status = image_read(file_name, &file, &size);
    if (status != SGX_SUCCESS) {
        goto cleanup;
    }
    enclave = calloc(1, sizeof *enclave);
    if (enclave == NULL) {
        status = SGX_ERROR_OUT_OF_MEMORY;
        goto cleanup;
    }
    status = start(file, size, debug, enclave, &launch);
    if (status != SGX_SUCCESS) {
        goto cleanup;
    }
    add(enclave);
    *enclave_id = enclave->id;
    if (misc_attr != NULL) {
        misc_attr->secs_attr = launch.attributes;
        misc_attr->misc_select = launch.misc_select;
    }
    enclave = NULL;
cleanup:
    OPENSSL_cleanse(&launch, sizeof launch);
    free(enclave);
    free(file);
    return status;
}

sgx_status_t sgx_ecall(const sgx_enclave_id_t eid, const int index, const void *ocall_table, void *ms)
{
    enclave_t *enclave;
    sgx_status_t status = SGX_SUCCESS;

    (void) ocall_table;
    pthread_mutex_lock(&lock);
    enclave = *find(eid);
    if (enclave == NULL) {
        status = SGX_ERROR_INVALID_ENCLAVE_ID;
    } else if (enclave->busy >= enclave->tcs_num) {
        status = SGX_ERROR_OUT_OF_TCS;
    } else if (index < 0 || index >= SOFT_UNLOAD) {
        status = SGX_ERROR_INVALID_FUNCTION;
    } else {
        enclave->busy++;
    }
    pthread_mutex_unlock(&lock);
    if (status != SGX_SUCCESS) {
        return status;
    }
    status = enclave->image.entry((uint32_t) index, ms);
    pthread_mutex_lock(&lock);
    enclave->busy--;
    pthread_cond_broadcast(&left);
    pthread_mutex_unlock(&lock);
    return status;
}

/* New calls find no enclave any more; those inside are waited for. */
sgx_status_t sgx_destroy_enclave(const sgx_enclave_id_t enclave_id)
{
    enclave_t **place;
    enclave_t *enclave;

    pthread_mutex_lock(&lock);
    place = find(enclave_id);
    enclave = *place;
    if (enclave != NULL) {
        *place = enclave->next;
        while (enclave->busy > 0) {
            pthread_cond_wait(&left, &lock);
        }
    }
    pthread_mutex_unlock(&lock);
    if (enclave == NULL) {
        return SGX_ERROR_INVALID_ENCLAVE_ID;
    }
    (void) enclave->image.entry(SOFT_UNLOAD, NULL);
    image_unload(&enclave->image);
    free(enclave);
    return SGX_SUCCESS;
}
