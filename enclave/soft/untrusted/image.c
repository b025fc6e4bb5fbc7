/*
 * SOFT: reading and mapping an enclave. The verified bytes are written to a sealed anonymous file and loaded from
 * there: a change of the file on disk after the check has no effect.
 */
#include "image.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MAX_FILE = 256 * 1024 * 1024 };

static int read_fully(int fd, uint8_t *bytes, size_t size)
{
    size_t done = 0;
    while (done < size) {
        ssize_t count = read(fd, bytes + done, size - done);
        if (count <= 0) {
            if (count < 0 && errno == EINTR) {
                continue;
            }
            return 0;
        }
        done += (size_t) count;
    }
    return 1;
}

static int write_fully(int fd, const uint8_t *bytes, size_t size)
{
    size_t done = 0;
    while (done < size) {
        ssize_t count = write(fd, bytes + done, size - done);
        if (count < 0 && errno != EINTR) {
            return 0;
        }
        done += count < 0 ? 0 : (size_t) count;
    }
    return 1;
}

sgx_status_t image_read(const char *file_name, uint8_t **bytes, size_t *size)
{
    sgx_status_t status = SGX_ERROR_ENCLAVE_FILE_ACCESS;
    struct stat about;
    uint8_t *read_bytes = NULL;
    int fd = open(file_name, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

    if (fd < 0 || fstat(fd, &about) != 0) {
        goto cleanup;
    }
    if (S_ISDIR(about.st_mode) || (S_ISREG(about.st_mode) && (about.st_size == 0 || about.st_size > MAX_FILE))) {
        status = SGX_ERROR_OUT_OF_MEMORY;
        goto cleanup;
    }
    if (!S_ISREG(about.st_mode)) {
        goto cleanup;
    }
    read_bytes = malloc((size_t) about.st_size);
    if (read_bytes == NULL) {
        status = SGX_ERROR_OUT_OF_MEMORY;
        goto cleanup;
    }
    if (read_fully(fd, read_bytes, (size_t) about.st_size)) {
        *bytes = read_bytes;
        *size = (size_t) about.st_size;
        read_bytes = NULL;
        status = SGX_SUCCESS;
    }
cleanup:
    free(read_bytes);
    if (fd >= 0) {
        close(fd);
    }
    return status;
}

static int sealed_copy(const uint8_t *bytes, size_t size)
{
    int fd = memfd_create("enclave", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (fd >= 0
        && (!write_fully(fd, bytes, size)
            || fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL) != 0)) {
        close(fd);
        fd = -1;
    }
    return fd;
}

/* The descriptor stays open: dlopen knows a library by its name, and a number used again would name another enclave. */
sgx_status_t image_load(const uint8_t *bytes, size_t size, image_t *image)
{
    char name[32];
    const char *error;
    sgx_status_t status = SGX_ERROR_OUT_OF_MEMORY;

    image->library = NULL;
    image->entry = NULL;
    image->fd = sealed_copy(bytes, size);
    if (image->fd < 0) {
        return status;
    }
    (void) snprintf(name, sizeof name, "/proc/self/fd/%d", image->fd);
    image->library = dlopen(name, RTLD_NOW | RTLD_LOCAL);
    if (image->library == NULL) {
        error = dlerror();
        status = error != NULL && strstr(error, "undefined symbol") != NULL ? SGX_ERROR_UNDEFINED_SYMBOL
                                                                            : SGX_ERROR_INVALID_ENCLAVE;
        goto cleanup;
    }
    /* ISO C has no conversion from an object pointer to a function pointer; POSIX gives dlsym this one. */
    *(void **) &image->entry = dlsym(image->library, SOFT_ENTRY_NAME);
    status = image->entry == NULL ? SGX_ERROR_INVALID_ENCLAVE : SGX_SUCCESS;
cleanup:
    if (status != SGX_SUCCESS) {
        image_unload(image);
    }
    return status;
}

void image_unload(image_t *image)
{
    if (image->library != NULL) {
        dlclose(image->library);
        image->library = NULL;
    }
    if (image->fd >= 0) {
        close(image->fd);
        image->fd = -1;
    }
}
