/* The enclave configuration (docs/spec/sdk-api.md 7, Config XML) */
#ifndef SIGN_CONFIG_H
#define SIGN_CONFIG_H

#include <stdint.h>

typedef struct {
    uint64_t prod_id;
    uint64_t isv_svn;
    uint64_t stack_max_size;
    uint64_t heap_max_size;
    uint64_t tcs_num;
    uint64_t tcs_policy;
    uint64_t disable_debug;
    uint64_t misc_select;
    uint64_t misc_mask;
} config_t;

/* Defaults, then what the file says. 0 after a line on stderr: unreadable, malformed, unknown name, bad number. */
int config_read(const char *path, config_t *config);

#endif
