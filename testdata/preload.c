/*
 * For tests of time limits: loaded into a process before its libraries (LD_PRELOAD), makes the system worse than one can ask
 * it to be. Names that end in ".hangs" are resolved never. Sockets have the smallest send buffers there are.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <netdb.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

typedef int (*getaddrinfo_fn)(const char *, const char *, const struct addrinfo *, struct addrinfo **);
typedef int (*socket_fn)(int, int, int);

int getaddrinfo(const char *name, const char *service, const struct addrinfo *hints, struct addrinfo **result)
{
    static const char never[] = ".hangs";
    size_t length = name == NULL ? 0 : strlen(name);
    if (length >= sizeof never - 1 && strcmp(name + length - (sizeof never - 1), never) == 0) {
        for (;;) {
            pause();
        }
    }
    getaddrinfo_fn next = (getaddrinfo_fn) dlsym(RTLD_NEXT, "getaddrinfo");
    return next(name, service, hints, result);
}

int socket(int domain, int type, int protocol)
{
    socket_fn next = (socket_fn) dlsym(RTLD_NEXT, "socket");
    int made = next(domain, type, protocol);
    int bytes = 4096;
    if (made >= 0 && (domain == AF_INET || domain == AF_INET6)) {
        (void) setsockopt(made, SOL_SOCKET, SO_SNDBUF, &bytes, sizeof bytes);
    }
    return made;
}
