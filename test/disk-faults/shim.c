/*
 * Preloaded into a process, lets one call fail: the $FAULT_AT-th write, truncation or sync of a file below $FAULT_DIR, with error
 * number $FAULT_ERRNO. What failed is written to $FAULT_LOG.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

static char root[PATH_MAX], log_path[PATH_MAX];
static long at = 0;
static int error = EIO;
static atomic_long calls = 0;

#define REAL(name) static __typeof__(&name) real; if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

__attribute__((constructor)) static void begin(void) {
  const char *dir = getenv("FAULT_DIR"), *log = getenv("FAULT_LOG"), *n = getenv("FAULT_AT"), *e = getenv("FAULT_ERRNO");
  if (!dir || !log || !n || !e) return;
  snprintf(root, sizeof root, "%s", dir);
  snprintf(log_path, sizeof log_path, "%s", log);
  at = atol(n);
  error = atoi(e);
}

static ssize_t plain_write(int fd, const void *data, size_t bytes) {
  static ssize_t (*real)(int, const void *, size_t);
  if (!real) real = (ssize_t (*)(int, const void *, size_t))dlsym(RTLD_NEXT, "write");
  return real(fd, data, bytes);
}

/* Whether this call is the one: asks the kernel what the number stands for, since files are opened in many ways. */
static int fails(int fd, const char *what) {
  if (at == 0 || fd < 0) return 0;
  char link[64], path[PATH_MAX];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length <= 0) return 0;
  path[length] = 0;
  size_t prefix = strlen(root);
  if (strncmp(path, root, prefix) || (path[prefix] && path[prefix] != '/')) return 0;
  if (atomic_fetch_add(&calls, 1) + 1 != at) return 0;
  char line[PATH_MAX + 64];
  int bytes = snprintf(line, sizeof line, "%s %s\n", what, path[prefix] ? path + prefix + 1 : ".");
  int log = open(log_path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (log >= 0 && plain_write(log, line, bytes) == bytes) close(log);
  errno = error;
  return 1;
}

#define FAILING(type, name, parameters, arguments) \
  type name parameters {                           \
    REAL(name);                                    \
    if (fails(fd, #name)) return -1;               \
    return real arguments;                         \
  }

FAILING(ssize_t, write, (int fd, const void *data, size_t bytes), (fd, data, bytes))
FAILING(ssize_t, pwrite, (int fd, const void *data, size_t bytes, off_t offset), (fd, data, bytes, offset))
FAILING(ssize_t, pwrite64, (int fd, const void *data, size_t bytes, off64_t offset), (fd, data, bytes, offset))
FAILING(ssize_t, writev, (int fd, const struct iovec *parts, int count), (fd, parts, count))
FAILING(int, ftruncate, (int fd, off_t size), (fd, size))
FAILING(int, ftruncate64, (int fd, off64_t size), (fd, size))
FAILING(int, fsync, (int fd), (fd))
FAILING(int, fdatasync, (int fd), (fd))
