/* Loading: what is refused, and with which status; what an enclave then says about itself */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "Enclave_u.h"
#include "check.h"
#include "files.h"
#include "peer.h"
#include "sgx_urts.h"
#include "sigstruct.h"
#include "soft_platform.h"
#include "tests.h"

const char *file_path(const char *directory, const char *name, char path[PATH_SIZE])
{
    CHECK(snprintf(path, PATH_SIZE, "%s/%s", directory, name) < PATH_SIZE);
    return path;
}

uint8_t *file_read(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    uint8_t *bytes = NULL;
    long length;
    if (file == NULL || fseek(file, 0, SEEK_END) != 0 || (length = ftell(file)) <= 0) {
        abort();
    }
    rewind(file);
    bytes = malloc((size_t) length);
    *size = fread(bytes, 1, (size_t) length, file);
    CHECK(*size == (size_t) length);
    (void) fclose(file);
    return bytes;
}

void file_write(const char *path, const uint8_t *bytes, size_t size)
{
    FILE *file = fopen(path, "wb");
    CHECK(file != NULL && fwrite(bytes, 1, size, file) == size);
    CHECK(fclose(file) == 0);
}

sgx_enclave_id_t load(const char *directory, const char *name, int debug)
{
    char path[PATH_SIZE];
    sgx_enclave_id_t id = 0;
    soft_set_platform(test_platform);
    CHECK_STATUS(SGX_SUCCESS, sgx_create_enclave(file_path(directory, name, path), debug, NULL, NULL, &id, NULL));
    return id;
}

static sgx_status_t create(const char *directory, const char *name, int debug)
{
    char path[PATH_SIZE];
    sgx_enclave_id_t id = 0;
    sgx_status_t status = sgx_create_enclave(file_path(directory, name, path), debug, NULL, NULL, &id, NULL);
    if (status == SGX_SUCCESS) {
        CHECK_STATUS(SGX_SUCCESS, sgx_destroy_enclave(id));
    }
    return status;
}

/* The report of an enclave names what the SIGSTRUCT in its file says. */
static void check_identity(const char *directory, const char *name, int debug)
{
    char path[PATH_SIZE];
    size_t size = 0, image_size = 0;
    uint8_t *file = file_read(file_path(directory, name, path), &size);
    sigstruct_t css;
    uint8_t digest[32];
    sgx_enclave_id_t id = load(directory, name, debug);
    sgx_report_t report;
    sgx_status_t result = SGX_ERROR_UNEXPECTED;

    CHECK_STATUS(SGX_SUCCESS, sigstruct_check(file, size, &css, &image_size));
    CHECK_STATUS(SGX_SUCCESS, get_report(id, &result, &report, NULL));
    CHECK_STATUS(SGX_SUCCESS, result);
    CHECK(report.body.attributes.flags == (debug ? 7u : 5u) && report.body.attributes.xfrm == 3);
    hash(file, image_size, digest);
    CHECK(memcmp(report.body.mr_enclave.m, digest, 32) == 0);
    hash(css.modulus, sizeof css.modulus, digest);
    CHECK(memcmp(report.body.mr_signer.m, digest, 32) == 0);
    CHECK(report.body.isv_prod_id == css.isv_prod_id && report.body.isv_svn == css.isv_svn);
    CHECK(memcmp(report.body.cpu_svn.svn, platform_cpu_svn, 16) == 0);
    CHECK_STATUS(SGX_SUCCESS, sgx_destroy_enclave(id));
    free(file);
}

static void test_ids(const char *directory)
{
    char path[PATH_SIZE];
    sgx_enclave_id_t first = load(directory, "product.signed.so", 1), second = load(directory, "product.signed.so", 0);
    sgx_misc_attribute_t misc;
    sgx_status_t result = SGX_SUCCESS;
    sgx_ra_context_t context = 9;

    CHECK(first != second && first >> 32 == (uint64_t) getpid());
    CHECK_STATUS(SGX_SUCCESS, enclave_ra_init_def(first, &result, 0, &context));
    CHECK_STATUS(SGX_SUCCESS, enclave_ra_init_def(first, &result, 0, &context));
    CHECK(context == 1);
    CHECK_STATUS(SGX_SUCCESS, enclave_ra_init_def(second, &result, 0, &context));
    CHECK(context == 0); /* each enclave has memory of its own */
    CHECK_STATUS(SGX_ERROR_INVALID_ENCLAVE_ID, sgx_destroy_enclave(first & UINT32_MAX));
    CHECK_STATUS(SGX_ERROR_INVALID_ENCLAVE_ID, sgx_destroy_enclave(0));
    CHECK_STATUS(SGX_SUCCESS, sgx_destroy_enclave(first));
    CHECK_STATUS(SGX_ERROR_INVALID_ENCLAVE_ID, sgx_destroy_enclave(first));
    result = SGX_ERROR_BUSY;
    CHECK_STATUS(SGX_ERROR_INVALID_ENCLAVE_ID, enclave_ra_init_def(first, &result, 0, &context));
    CHECK(result == SGX_ERROR_BUSY);
    CHECK_STATUS(SGX_SUCCESS, enclave_ra_close(second, &result, 0));
    CHECK_STATUS(SGX_SUCCESS, sgx_destroy_enclave(second));
    CHECK_STATUS(SGX_SUCCESS,
        sgx_create_enclave(file_path(directory, "product.signed.so", path), 1, NULL, NULL, &first, &misc));
    CHECK(misc.secs_attr.flags == 7 && misc.secs_attr.xfrm == 3 && misc.misc_select == 0);
    CHECK_STATUS(SGX_SUCCESS, sgx_destroy_enclave(first));
}

static void test_platform_at_load(const char *directory)
{
    soft_set_platform(NULL);
    CHECK_STATUS(SGX_ERROR_SERVICE_UNAVAILABLE, create(directory, "product.signed.so", 1));
    soft_set_platform(test_platform);
    platform_faults.failing_operation = PLATFORM_LOAD;
    platform_faults.failure = SGX_ERROR_NO_DEVICE;
    CHECK_STATUS(SGX_ERROR_NO_DEVICE, create(directory, "product.signed.so", 1));
    platform_faults.failure = SGX_SUCCESS;
    platform_faults.short_response = 1;
    CHECK_STATUS(SGX_ERROR_UNEXPECTED, create(directory, "product.signed.so", 1));
    platform_faults.short_response = 0;
    platform_faults.long_response = 1;
    CHECK_STATUS(SGX_ERROR_UNEXPECTED, create(directory, "product.signed.so", 1));
    memset(&platform_faults, 0, sizeof platform_faults);
}

void test_loading(const char *directory)
{
    char path[PATH_SIZE];
    sgx_enclave_id_t id = 0;

    soft_set_platform(test_platform);
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, sgx_create_enclave(NULL, 1, NULL, NULL, &id, NULL));
    file_path(directory, "product.signed.so", path);
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, sgx_create_enclave(path, 1, NULL, NULL, NULL, NULL));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, sgx_create_enclave(path, 2, NULL, NULL, &id, NULL));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, sgx_create_enclave(path, -1, NULL, NULL, &id, NULL));
    CHECK_STATUS(SGX_ERROR_ENCLAVE_FILE_ACCESS, create(directory, "missing", 1));
    CHECK_STATUS(SGX_ERROR_OUT_OF_MEMORY, create(directory, ".", 1));
    file_write(file_path(directory, "empty", path), (const uint8_t *) "", 0);
    CHECK_STATUS(SGX_ERROR_OUT_OF_MEMORY, create(directory, "empty", 1));
    file_write(file_path(directory, "text", path), (const uint8_t *) "no enclave\n", 11);
    CHECK_STATUS(SGX_ERROR_INVALID_ENCLAVE, create(directory, "text", 1));
    (void) unlink(file_path(directory, "fifo", path));
    CHECK(mkfifo(path, 0600) == 0);
    CHECK_STATUS(SGX_ERROR_ENCLAVE_FILE_ACCESS, create(directory, "fifo", 1));
    CHECK_STATUS(SGX_ERROR_INVALID_METADATA, create(directory, "product.so", 1));
    CHECK_STATUS(SGX_ERROR_UNDEFINED_SYMBOL, create(directory, "undefined.signed.so", 1));
    CHECK_STATUS(SGX_ERROR_INVALID_ENCLAVE, create(directory, "no_entry.signed.so", 1));
    CHECK_STATUS(SGX_ERROR_NDEBUG_ENCLAVE, create(directory, "nodebug.signed.so", 1));
    CHECK_STATUS(SGX_SUCCESS, create(directory, "nodebug.signed.so", 0));
    test_platform_at_load(directory);
    check_identity(directory, "product.signed.so", 1);
    check_identity(directory, "product.signed.so", 0);
    check_identity(directory, "nodebug.signed.so", 0);
    test_ids(directory);
}

/* One byte of a signed enclave changed at the offset from the beginning, or, negative, from the end. */
static sgx_status_t changed(const char *directory, const uint8_t *file, size_t size, long offset)
{
    char path[PATH_SIZE];
    uint8_t *copy = malloc(size);
    memcpy(copy, file, size);
    copy[offset < 0 ? size - (size_t) -offset : (size_t) offset] ^= 1;
    file_write(file_path(directory, "changed", path), copy, size);
    free(copy);
    return create(directory, "changed", 1);
}

void test_changed_files(const char *directory)
{
    const long css = -(SIGSTRUCT_SIZE + TRAILER_SIZE);
    /* header, type, vendor, date, header2, hw_version, reserved, modulus, exponent, signature, misc_select, misc_mask,
       reserved, family, attributes, mask, hash, reserved, ext prod id, prod id, svn, reserved */
    static const int offsets[] = {0, 12, 16, 20, 24, 40, 44, 128, 511, 512, 516, 899, 900, 904, 908, 912, 928, 944, 960,
        991, 992, 1008, 1024, 1026, 1028};
    char path[PATH_SIZE];
    size_t size = 0;
    uint8_t *file = file_read(file_path(directory, "product.signed.so", path), &size);

    CHECK_STATUS(SGX_ERROR_INVALID_ENCLAVE, changed(directory, file, size, 0));
    CHECK_STATUS(SGX_ERROR_INVALID_SIGNATURE, changed(directory, file, size, 4));
    CHECK_STATUS(SGX_ERROR_INVALID_SIGNATURE, changed(directory, file, size, (long) size / 2));
    CHECK_STATUS(SGX_ERROR_INVALID_SIGNATURE, changed(directory, file, size, css - 1));
    for (size_t i = 0; i < sizeof offsets / sizeof *offsets; i++) {
        CHECK_STATUS(SGX_ERROR_INVALID_SIGNATURE, changed(directory, file, size, css + offsets[i]));
    }
    CHECK_STATUS(SGX_SUCCESS, changed(directory, file, size, css + 1040)); /* q1: for a processor only */
    CHECK_STATUS(SGX_ERROR_INVALID_METADATA, changed(directory, file, size, -1));
    file_write(file_path(directory, "changed", path), file, size - 1);
    CHECK_STATUS(SGX_ERROR_INVALID_METADATA, create(directory, "changed", 1));
    file_write(file_path(directory, "changed", path), file, 20);
    CHECK_STATUS(SGX_ERROR_INVALID_METADATA, create(directory, "changed", 1));
    free(file);
}
