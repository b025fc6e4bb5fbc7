/*
 * SOFT: the signing tool, with the options of the SDK's sgx_sign as far as they make sense here.
 *   soft_sign sign -key K.pem -enclave Enclave.so -out Enclave.signed.so -config Enclave.config.xml
 *   soft_sign dump -enclave Enclave.signed.so -dumpfile TEXT [-cssfile SIGSTRUCT]
 *   soft_sign header -config Enclave.config.xml -out soft_config.h
 * Exit codes: 0, or 1 after a line on stderr.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sign.h"

enum { MAX_FILE = 256 * 1024 * 1024 };

typedef struct {
    const char *key, *enclave, *out, *config, *dumpfile, *cssfile;
} options_t;

static int complain(const char *path, const char *what)
{
    (void) fprintf(stderr, "%s: %s\n", path, what);
    return 0;
}

static int parse(int argc, char **argv, options_t *options)
{
    const struct {
        const char *name;
        const char **value;
    } known[] = {{"-key", &options->key}, {"-enclave", &options->enclave}, {"-out", &options->out},
        {"-config", &options->config}, {"-dumpfile", &options->dumpfile}, {"-cssfile", &options->cssfile}};
    for (int i = 2; i < argc; i += 2) {
        size_t which = 0;
        while (which < sizeof known / sizeof *known && strcmp(known[which].name, argv[i]) != 0) {
            which++;
        }
        if (which == sizeof known / sizeof *known || i + 1 == argc) {
            return complain(argv[i], "unknown option, or its value is missing");
        }
        *known[which].value = argv[i + 1];
    }
    return 1;
}

/* The whole file, to be freed, or NULL after a line on stderr. */
static uint8_t *read_file(const char *path, size_t *size)
{
    uint8_t *bytes = NULL;
    long length = -1;
    FILE *file = fopen(path, "rb");

    if (file != NULL && fseek(file, 0, SEEK_END) == 0) {
        length = ftell(file);
    }
    if (length > 0 && length <= MAX_FILE && fseek(file, 0, SEEK_SET) == 0) {
        bytes = malloc((size_t) length);
    }
    if (bytes != NULL && fread(bytes, 1, (size_t) length, file) != (size_t) length) {
        free(bytes);
        bytes = NULL;
    }
    if (file != NULL) {
        (void) fclose(file);
    }
    if (bytes == NULL) {
        (void) complain(path, "cannot be read, or is empty");
        return NULL;
    }
    *size = (size_t) length;
    return bytes;
}

typedef struct {
    const void *bytes;
    size_t size;
} part_t;

static int write_file(const char *path, const part_t *parts, size_t count)
{
    FILE *file = fopen(path, "wb");
    int done = file != NULL;
    for (size_t i = 0; done && i < count; i++) {
        done = fwrite(parts[i].bytes, 1, parts[i].size, file) == parts[i].size;
    }
    if (file != NULL && fclose(file) != 0) {
        done = 0;
    }
    return done ? 1 : complain(path, strerror(errno));
}

static int command_sign(const options_t *options)
{
    config_t config;
    sigstruct_t css;
    uint8_t mr_enclave[32];
    uint8_t *image = NULL;
    size_t size = 0;
    int done = 0;

    if (options->key == NULL || options->enclave == NULL || options->out == NULL || options->config == NULL) {
        return complain("sign", "-key, -enclave, -out and -config are required");
    }
    if (!config_read(options->config, &config)) {
        goto cleanup;
    }
    image = read_file(options->enclave, &size);
    if (image == NULL) {
        goto cleanup;
    }
    if (!is_elf(image, size) || is_signed(image, size)) {
        (void) complain(options->enclave, is_elf(image, size) ? "is signed already" : "is no ELF file");
        goto cleanup;
    }
    if (sha256(image, size, mr_enclave) && make_sigstruct(options->key, &config, mr_enclave, &css)) {
        const part_t parts[] = {{image, size}, {&css, sizeof css}, {sigstruct_trailer, TRAILER_SIZE}};
        done = write_file(options->out, parts, 3);
    }
cleanup:
    free(image);
    return done;
}

static void print_hex(FILE *out, const char *name, const uint8_t bytes[32])
{
    (void) fprintf(out, "%s ", name);
    for (size_t i = 0; i < 32; i++) {
        (void) fprintf(out, "%02x", bytes[i]);
    }
    (void) fputc('\n', out);
}

static int write_text(const char *path, const sigstruct_t *css)
{
    uint8_t mr_signer[32];
    FILE *out = fopen(path, "w");
    if (out == NULL || !sha256(css->modulus, sizeof css->modulus, mr_signer)) {
        if (out != NULL) {
            (void) fclose(out);
        }
        return complain(path, "cannot be written");
    }
    (void) fprintf(out, "date %08" PRIx32 "\nprod_id %u\nisv_svn %u\n", css->date, css->isv_prod_id, css->isv_svn);
    (void) fprintf(out, "attributes %016" PRIx64 " %016" PRIx64 "\nattribute_mask %016" PRIx64 " %016" PRIx64 "\n",
        css->attributes.flags, css->attributes.xfrm, css->attribute_mask.flags, css->attribute_mask.xfrm);
    print_hex(out, "mrenclave", css->enclave_hash);
    print_hex(out, "mrsigner", mr_signer);
    return fclose(out) == 0 ? 1 : complain(path, "cannot be written");
}

static int command_dump(const options_t *options)
{
    sigstruct_t css;
    uint8_t *file = NULL;
    size_t size = 0, image_size = 0;
    int done = 0;

    if (options->enclave == NULL || options->dumpfile == NULL) {
        return complain("dump", "-enclave and -dumpfile are required");
    }
    file = read_file(options->enclave, &size);
    if (file == NULL) {
        return 0;
    }
    if (sigstruct_check(file, size, &css, &image_size) != SGX_SUCCESS) {
        (void) complain(options->enclave, "is no signed enclave, or was changed after signing");
    } else {
        const part_t part = {&css, sizeof css};
        done =
            write_text(options->dumpfile, &css) && (options->cssfile == NULL || write_file(options->cssfile, &part, 1));
    }
    free(file);
    return done;
}

/* What the enclave itself has to know: measured with it. */
static int command_header(const options_t *options)
{
    config_t config;
    char text[128];
    part_t part = {text, 0};

    if (options->config == NULL || options->out == NULL) {
        return complain("header", "-config and -out are required");
    }
    if (!config_read(options->config, &config)) {
        return 0;
    }
    (void) snprintf(text, sizeof text, "/* generated */\n#define SOFT_TCS_NUM %" PRIu64 "u\n", config.tcs_num);
    part.size = strlen(text);
    return write_file(options->out, &part, 1);
}

int main(int argc, char **argv)
{
    options_t options = {NULL, NULL, NULL, NULL, NULL, NULL};
    int done = 0;

    if (argc < 2) {
        (void) complain("soft_sign", "sign, dump or header, and options");
    } else if (parse(argc, argv, &options)) {
        if (strcmp(argv[1], "sign") == 0) {
            done = command_sign(&options);
        } else if (strcmp(argv[1], "dump") == 0) {
            done = command_dump(&options);
        } else if (strcmp(argv[1], "header") == 0) {
            done = command_header(&options);
        } else {
            (void) complain(argv[1], "unknown command");
        }
    }
    return done ? 0 : 1;
}
