/* SOFT: calling conventions of the SGX API; nothing to say on this platform (docs/spec/sdk-api.md 1) */
#ifndef SGX_DEFS_H
#define SGX_DEFS_H

#define SGXAPI
#define SGX_CDECL
#define SGX_UBRIDGE(attr, fname, args) attr fname args
#define SGX_DEPRECATED                 __attribute__((deprecated))

#endif
