/* The configuration that the signing tool reads */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "config.h"
#include "input.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int __wrap_fprintf(FILE *file, const char *format, ...);

/* Its complaints, which nobody reads here. */
int __wrap_fprintf(FILE *file, const char *format, ...)
{
    (void) file;
    (void) format;
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static int fd = -1;
    config_t config;
    char path[32];

    if (fd < 0) {
        fd = memfd_create("fuzzed", MFD_CLOEXEC);
    }
    fuzz_require(fd >= 0 && ftruncate(fd, 0) == 0 && pwrite(fd, data, size, 0) == (ssize_t) size, "no file");
    (void) snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    if (config_read(path, &config)) {
        fuzz_require(config.tcs_num >= 1 && config.tcs_num <= 65535 && config.isv_svn <= 65535
                && config.tcs_policy <= 1,
            "a value out of its range is taken");
    }
    return 0;
}
