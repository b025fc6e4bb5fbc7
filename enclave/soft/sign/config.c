/* Reads the enclave configuration: XML with one level of elements, comments and a declaration, and nothing else */
#include "config.h"

#include <ctype.h>
#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_FILE = 65536, MAX_NAME = 64 };

static const struct {
    const char *name;
    size_t offset;
    uint64_t value, least, most;
} settings[] = {
    {"ProdID", offsetof(config_t, prod_id), 0, 0, 65535},
    {"ISVSVN", offsetof(config_t, isv_svn), 0, 0, 65535},
    {"StackMaxSize", offsetof(config_t, stack_max_size), 0x40000, 0x1000, UINT32_MAX},
    {"HeapMaxSize", offsetof(config_t, heap_max_size), 0x1000000, 0x1000, UINT64_MAX / 2},
    {"TCSNum", offsetof(config_t, tcs_num), 1, 1, 65535},
    {"TCSPolicy", offsetof(config_t, tcs_policy), 1, 0, 1},
    {"DisableDebug", offsetof(config_t, disable_debug), 0, 0, 1},
    {"MiscSelect", offsetof(config_t, misc_select), 0, 0, UINT32_MAX},
    {"MiscMask", offsetof(config_t, misc_mask), UINT32_MAX, 0, UINT32_MAX},
};
enum { SETTINGS = sizeof settings / sizeof *settings };

typedef struct {
    const char *path;
    const char *at;
    uint64_t seen; /* one bit for each setting */
} reader_t;

static int complain(const reader_t *reader, const char *what, const char *name)
{
    (void) fprintf(stderr, "%s: %s%s%s\n", reader->path, what, *name == '\0' ? "" : " ", name);
    return 0;
}

/* Skips white space, the declaration and comments; 0 at an unfinished one. */
static int skip(reader_t *reader)
{
    for (;;) {
        const char *end = NULL;
        while (isspace((unsigned char) *reader->at)) {
            reader->at++;
        }
        if (strncmp(reader->at, "<?", 2) == 0) {
            end = strstr(reader->at, "?>");
        } else if (strncmp(reader->at, "<!--", 4) == 0) {
            end = strstr(reader->at + 4, "-->");
        } else {
            return 1;
        }
        if (end == NULL) {
            return complain(reader, "unfinished comment or declaration", "");
        }
        reader->at = end + (*end == '?' ? 2 : 3);
    }
}

/* <name> or </name> */
static int tag(reader_t *reader, int closing, char name[MAX_NAME])
{
    size_t length = 0;
    const char *at = reader->at;
    if (*at++ != '<' || (closing && *at++ != '/')) {
        return 0;
    }
    while (isalnum((unsigned char) at[length]) || at[length] == '_') {
        length++;
    }
    if (length == 0 || length >= MAX_NAME || at[length] != '>') {
        return 0;
    }
    memcpy(name, at, length);
    name[length] = '\0';
    reader->at = at + length + 1;
    return 1;
}

static int number(reader_t *reader, const char *name, uint64_t *value)
{
    char *end = NULL;
    const char *at = reader->at;
    while (isspace((unsigned char) *at)) {
        at++;
    }
    errno = 0;
    *value = strtoull(at, &end, strncmp(at, "0x", 2) == 0 || strncmp(at, "0X", 2) == 0 ? 16 : 10);
    if (!isdigit((unsigned char) *at) || errno != 0) {
        return complain(reader, "no number in", name);
    }
    while (isspace((unsigned char) *end)) {
        end++;
    }
    reader->at = end;
    return 1;
}

static int element(reader_t *reader, config_t *config)
{
    char name[MAX_NAME], closing[MAX_NAME];
    size_t which = 0;
    uint64_t value = 0;

    if (!tag(reader, 0, name)) {
        return complain(reader, "an element is not understood", "");
    }
    while (which < SETTINGS && strcmp(settings[which].name, name) != 0) {
        which++;
    }
    if (which == SETTINGS) {
        return complain(reader, "unknown name", name);
    }
    if ((reader->seen & 1ULL << which) != 0) {
        return complain(reader, "given twice:", name);
    }
    reader->seen |= 1ULL << which;
    if (!number(reader, name, &value)) {
        return 0;
    }
    if (!tag(reader, 1, closing) || strcmp(name, closing) != 0) {
        return complain(reader, "not closed:", name);
    }
    if (value < settings[which].least || value > settings[which].most) {
        return complain(reader, "out of range:", name);
    }
    memcpy((char *) config + settings[which].offset, &value, sizeof value);
    return 1;
}

static int document(reader_t *reader, config_t *config)
{
    char name[MAX_NAME];

    for (size_t i = 0; i < SETTINGS; i++) {
        memcpy((char *) config + settings[i].offset, &settings[i].value, sizeof settings[i].value);
    }
    if (!skip(reader)) {
        return 0;
    }
    if (!tag(reader, 0, name) || strcmp(name, "EnclaveConfiguration") != 0) {
        return complain(reader, "does not begin with <EnclaveConfiguration>", "");
    }
    while (skip(reader) && strncmp(reader->at, "</", 2) != 0) {
        if (!element(reader, config)) {
            return 0;
        }
    }
    if (!tag(reader, 1, name) || strcmp(name, "EnclaveConfiguration") != 0 || !skip(reader) || *reader->at != '\0') {
        return complain(reader, "does not end with </EnclaveConfiguration>", "");
    }
    return 1;
}

int config_read(const char *path, config_t *config)
{
    static char text[MAX_FILE + 1];
    reader_t reader = {path, text, 0};
    size_t size;
    FILE *file = fopen(path, "rb");

    if (file == NULL) {
        return complain(&reader, "cannot be read:", strerror(errno));
    }
    size = fread(text, 1, sizeof text, file);
    (void) fclose(file);
    if (size > MAX_FILE) {
        return complain(&reader, "is too long", "");
    }
    text[size] = '\0';
    return document(&reader, config);
}
