/*
 * Preloaded into a process, writes down what it does to the files below $RECORD_DIR, in order, to $RECORD_LOG.
 * A record is written before what it tells, so that nothing is on disk that no record tells of; a sync's is written after it,
 * and names the record before which everything is covered. See recording.ts for the layout.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#define FDS 4096
enum { CREATE = 1, WRITE, TRUNCATE, SYNC, UNLINK, RENAME };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int log_fd = -1;
static uint32_t records = 0;
static char root[PATH_MAX];
static char *paths[FDS];

#define REAL(name) static __typeof__(&name) real; if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

static int real_open(const char *path, int flags, mode_t mode) {
  static int (*real)(const char *, int, ...);
  if (!real) real = (int (*)(const char *, int, ...))dlsym(RTLD_NEXT, "open");
  return real(path, flags, mode);
}

__attribute__((constructor)) static void begin(void) {
  const char *dir = getenv("RECORD_DIR"), *log = getenv("RECORD_LOG");
  if (!dir || !log) return;
  snprintf(root, sizeof root, "%s", dir);
  log_fd = real_open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  /* Out of the way of numbers that the process may expect to be free. */
  int high = fcntl(log_fd, F_DUPFD_CLOEXEC, 1000);
  if (high >= 0) log_fd = high;
}

/* The root itself, or below it; what SQLite shares between processes and the ballast hold nothing that must survive. */
static int is_ours(const char *path) {
  size_t length = strlen(root), all = path ? strlen(path) : 0;
  if (log_fd < 0 || all < length || strncmp(path, root, length) || (path[length] && path[length] != '/')) return 0;
  if (all > 4 && !strcmp(path + all - 4, "-shm")) return 0;
  return !(all > 7 && !strcmp(path + all - 7, "ballast"));
}

static const char *name_of(int fd) { return fd >= 0 && fd < FDS ? paths[fd] : NULL; }

static void tell(uint8_t kind, const char *path, uint64_t at, const struct iovec *data, int count) {
  uint32_t bytes = 0;
  for (int i = 0; i < count; i++) bytes += data[i].iov_len;
  uint16_t length = strlen(path);
  uint8_t head[15];
  head[0] = kind;
  memcpy(head + 1, &at, 8);
  memcpy(head + 9, &bytes, 4);
  memcpy(head + 13, &length, 2);
  struct iovec parts[18] = {{head, 15}, {(void *)path, length}};
  if (count > 16) abort();
  for (int i = 0; i < count; i++) parts[2 + i] = data[i];
  static ssize_t (*real)(int, const struct iovec *, int);
  if (!real) real = (ssize_t (*)(int, const struct iovec *, int))dlsym(RTLD_NEXT, "writev");
  if (real(log_fd, parts, 2 + count) != (ssize_t)(15 + length + bytes)) abort();
  records++;
}

static void note(uint8_t kind, const char *path, uint64_t at, const void *data, size_t bytes) {
  struct iovec one = {(void *)data, bytes};
  pthread_mutex_lock(&lock);
  tell(kind, path, at, &one, 1);
  pthread_mutex_unlock(&lock);
}

static int opened(const char *path, int flags, mode_t mode) {
  if (!is_ours(path)) return real_open(path, flags, mode);
  struct stat before;
  int is_new = (flags & O_CREAT) && stat(path, &before) != 0;
  if (is_new) note(CREATE, path, 0, NULL, 0);
  if (!is_new && (flags & O_TRUNC)) note(TRUNCATE, path, 0, NULL, 0);
  int fd = real_open(path, flags, mode);
  if (fd >= 0 && fd < FDS) paths[fd] = strdup(path);
  return fd;
}

int open(const char *path, int flags, ...) {
  va_list more;
  va_start(more, flags);
  mode_t mode = va_arg(more, int);
  va_end(more);
  return opened(path, flags, mode);
}

int open64(const char *path, int flags, ...) {
  va_list more;
  va_start(more, flags);
  mode_t mode = va_arg(more, int);
  va_end(more);
  return opened(path, flags, mode);
}

int close(int fd) {
  REAL(close);
  if (fd == log_fd && log_fd >= 0) return 0;
  if (name_of(fd)) paths[fd] = NULL;
  return real(fd);
}

ssize_t pwrite(int fd, const void *data, size_t bytes, off_t at) {
  REAL(pwrite);
  if (name_of(fd)) note(WRITE, name_of(fd), at, data, bytes);
  return real(fd, data, bytes, at);
}

ssize_t pwrite64(int fd, const void *data, size_t bytes, off64_t at) {
  REAL(pwrite64);
  if (name_of(fd)) note(WRITE, name_of(fd), at, data, bytes);
  return real(fd, data, bytes, at);
}

static uint64_t place(int fd) {
  if (fcntl(fd, F_GETFL) & O_APPEND) return lseek(fd, 0, SEEK_END);
  return lseek(fd, 0, SEEK_CUR);
}

ssize_t write(int fd, const void *data, size_t bytes) {
  REAL(write);
  if (name_of(fd)) note(WRITE, name_of(fd), place(fd), data, bytes);
  return real(fd, data, bytes);
}

int ftruncate(int fd, off_t size) {
  REAL(ftruncate);
  if (name_of(fd)) note(TRUNCATE, name_of(fd), size, NULL, 0);
  return real(fd, size);
}

int ftruncate64(int fd, off64_t size) {
  REAL(ftruncate64);
  if (name_of(fd)) note(TRUNCATE, name_of(fd), size, NULL, 0);
  return real(fd, size);
}

static int synced(int fd, int (*real)(int)) {
  const char *path = name_of(fd);
  uint32_t covered = records;
  int result = real(fd);
  if (path && result == 0) note(SYNC, path, covered, NULL, 0);
  return result;
}

int fsync(int fd) {
  REAL(fsync);
  return synced(fd, real);
}

int fdatasync(int fd) {
  REAL(fdatasync);
  return synced(fd, real);
}

int unlink(const char *path) {
  REAL(unlink);
  if (is_ours(path)) note(UNLINK, path, 0, NULL, 0);
  return real(path);
}

int rename(const char *from, const char *to) {
  REAL(rename);
  if (is_ours(from)) note(RENAME, from, 0, to, strlen(to));
  return real(from, to);
}
