/* Preloaded into the program: writes down what it does to the files below a folder, and refuses some of it.
 *
 * URTEXT_DISK_FOLDER   the folder, as an absolute path
 * URTEXT_DISK_JOURNAL  the file to which what was done is appended
 * URTEXT_DISK_ROOM     bytes that may be written before the disk is full
 * URTEXT_DISK_UNSAFE   if set, syncing fails: `files`, `folders` or `all`
 *
 * A record is one letter, the file's number, an offset, and the lengths of two texts that follow; little-endian. Letters: C create, T
 * set the length, W write, F sync, R rename, U unlink, M make a folder, X something that is not understood.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static const char *folder, *unsafe_what;
static size_t folder_length;
static int journal = -1;
static long long room = -1;
static unsigned char watched[1 << 16]; /* by descriptor: 1 file, 2 folder */

#define REAL(type, name, ...)                                                                                                              \
    static type (*real)(__VA_ARGS__);                                                                                                      \
    if (!real) real = (type(*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

__attribute__((constructor)) static void begin(void) {
    folder = getenv("URTEXT_DISK_FOLDER");
    if (!folder) return;
    folder_length = strlen(folder);
    unsafe_what = getenv("URTEXT_DISK_UNSAFE");
    const char *to = getenv("URTEXT_DISK_JOURNAL"), *bytes = getenv("URTEXT_DISK_ROOM");
    if (to) journal = (int)syscall(SYS_openat, AT_FDCWD, to, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    if (bytes) room = atoll(bytes);
}

static int below(const char *path) {
    return folder && path && strncmp(path, folder, folder_length) == 0 && (path[folder_length] == '/' || path[folder_length] == 0);
}

static void raw(const void *bytes, size_t length) {
    const char *at = bytes;
    while (length > 0) {
        long n = syscall(SYS_write, journal, at, length);
        if (n <= 0) _exit(99);
        at += n, length -= (size_t)n;
    }
}

/* Call with the lock held. */
static void note(char what, uint64_t file, uint64_t offset, const void *one, uint64_t one_length, const char *two) {
    if (journal < 0) return;
    unsigned char head[33];
    uint64_t two_length = two ? strlen(two) : 0;
    head[0] = (unsigned char)what;
    memcpy(head + 1, &file, 8), memcpy(head + 9, &offset, 8), memcpy(head + 17, &one_length, 8), memcpy(head + 25, &two_length, 8);
    raw(head, sizeof head), raw(one, one_length), raw(two, two_length);
}

static void note_path(char what, uint64_t file, const char *path, const char *two) { note(what, file, 0, path, strlen(path), two); }

static int is_watched(int fd) { return fd >= 0 && fd < (int)sizeof watched && watched[fd]; }

static uint64_t number(int fd) {
    struct stat found;
    return fstat(fd, &found) == 0 ? found.st_ino : 0;
}

static int opened(int at, const char *path, int flags, mode_t mode) {
    int ours = below(path);
    if (!ours) {
        int fd = (int)syscall(SYS_openat, at, path, flags, mode);
        if (fd >= 0 && fd < (int)sizeof watched) watched[fd] = 0;
        return fd;
    }
    pthread_mutex_lock(&lock);
    struct stat found;
    int was_there = syscall(SYS_newfstatat, AT_FDCWD, path, &found, 0) == 0;
    int fd = (int)syscall(SYS_openat, at, path, flags, mode);
    int error = errno;
    if (fd >= 0 && fd < (int)sizeof watched) {
        struct stat now;
        fstat(fd, &now);
        watched[fd] = S_ISDIR(now.st_mode) ? 2 : 1;
        if (!was_there && (flags & O_CREAT)) note_path('C', now.st_ino, path, NULL);
        if (was_there && (flags & O_TRUNC) && (flags & O_ACCMODE) != O_RDONLY) note('T', now.st_ino, 0, "", 0, NULL);
    }
    pthread_mutex_unlock(&lock);
    errno = error;
    return fd;
}

static mode_t mode_of(int flags, va_list rest) { return flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0; }

#define OPEN(name, more, at)                                                                                                               \
    int name(more const char *path, int flags, ...) {                                                                                      \
        va_list rest;                                                                                                                      \
        va_start(rest, flags);                                                                                                             \
        mode_t mode = mode_of(flags, rest);                                                                                                \
        va_end(rest);                                                                                                                      \
        return opened(at, path, flags, mode);                                                                                              \
    }
#define NOTHING
#define FOLDER int where,
OPEN(open, NOTHING, AT_FDCWD)
OPEN(open64, NOTHING, AT_FDCWD)
OPEN(openat, FOLDER, where)
OPEN(openat64, FOLDER, where)

/* How much of a write the disk has room for; fails as a full disk does. */
static ssize_t granted(size_t length) {
    if (room < 0) return (ssize_t)length;
    if (room == 0 && length > 0) {
        errno = ENOSPC;
        return -1;
    }
    size_t part = (size_t)room < length ? (size_t)room : length;
    room -= (long long)part;
    return (ssize_t)part;
}

static ssize_t written(int fd, const void *bytes, size_t length, off_t offset, int is_placed) {
    if (!is_watched(fd))
        return is_placed ? syscall(SYS_pwrite64, fd, bytes, length, offset) : syscall(SYS_write, fd, bytes, length);
    pthread_mutex_lock(&lock);
    ssize_t n = granted(length);
    if (n >= 0) {
        if (!is_placed) offset = fcntl(fd, F_GETFL) & O_APPEND ? lseek(fd, 0, SEEK_END) : lseek(fd, 0, SEEK_CUR);
        n = is_placed ? syscall(SYS_pwrite64, fd, bytes, (size_t)n, offset) : syscall(SYS_write, fd, bytes, (size_t)n);
        if (n > 0) note('W', number(fd), (uint64_t)offset, bytes, (uint64_t)n, NULL);
    }
    int error = errno;
    pthread_mutex_unlock(&lock);
    errno = error;
    return n;
}

ssize_t write(int fd, const void *bytes, size_t length) { return written(fd, bytes, length, 0, 0); }
ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset) { return written(fd, bytes, length, offset, 1); }
ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t offset) { return written(fd, bytes, length, offset, 1); }

ssize_t writev(int fd, const struct iovec *parts, int count) {
    if (!is_watched(fd)) return syscall(SYS_writev, fd, parts, count);
    /* The first part that is not empty: a short write is allowed. */
    for (int i = 0; i < count; i++)
        if (parts[i].iov_len > 0) return written(fd, parts[i].iov_base, parts[i].iov_len, 0, 0);
    return 0;
}

static int cut(int fd, off_t length) {
    if (!is_watched(fd)) return (int)syscall(SYS_ftruncate, fd, length);
    pthread_mutex_lock(&lock);
    int done = (int)syscall(SYS_ftruncate, fd, length), error = errno;
    if (done == 0) note('T', number(fd), (uint64_t)length, "", 0, NULL);
    pthread_mutex_unlock(&lock);
    errno = error;
    return done;
}
int ftruncate(int fd, off_t length) { return cut(fd, length); }
int ftruncate64(int fd, off64_t length) { return cut(fd, length); }

static int synced(int fd, long call) {
    if (!is_watched(fd)) return (int)syscall(call, fd);
    const char *refused = watched[fd] == 2 ? "folders" : "files";
    if (unsafe_what && (strcmp(unsafe_what, "all") == 0 || strcmp(unsafe_what, refused) == 0)) {
        errno = EIO;
        return -1;
    }
    pthread_mutex_lock(&lock);
    /* What a power cut leaves is made up from the record: the disk itself need not be troubled. */
    if (watched[fd] == 2) {
        char link[64], path[4096];
        snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
        ssize_t n = readlink(link, path, sizeof path - 1);
        if (n > 0) path[n] = 0, note_path('F', 0, path, NULL);
    } else {
        note('F', number(fd), 0, "", 0, NULL);
    }
    pthread_mutex_unlock(&lock);
    return 0;
}
int fsync(int fd) { return synced(fd, SYS_fsync); }
int fdatasync(int fd) { return synced(fd, SYS_fdatasync); }

int rename(const char *from, const char *to) {
    pthread_mutex_lock(&lock);
    int done = (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0), error = errno;
    if (done == 0 && below(from) && below(to)) note_path('R', 0, from, to);
    else if (done == 0 && (below(from) || below(to))) note_path('X', 0, "rename across folders", NULL);
    pthread_mutex_unlock(&lock);
    errno = error;
    return done;
}

static int removed(int at, const char *path, int flags) {
    pthread_mutex_lock(&lock);
    int done = (int)syscall(SYS_unlinkat, at, path, flags), error = errno;
    if (done == 0 && below(path)) note_path(flags & AT_REMOVEDIR ? 'X' : 'U', 0, path, NULL);
    pthread_mutex_unlock(&lock);
    errno = error;
    return done;
}
int unlink(const char *path) { return removed(AT_FDCWD, path, 0); }
int unlinkat(int at, const char *path, int flags) { return removed(at, path, flags); }

int mkdir(const char *path, mode_t mode) {
    pthread_mutex_lock(&lock);
    int done = (int)syscall(SYS_mkdirat, AT_FDCWD, path, mode), error = errno;
    if (done == 0 && below(path)) note_path('M', 0, path, NULL);
    pthread_mutex_unlock(&lock);
    errno = error;
    return done;
}

static void strange(int fd, const char *what) {
    if (!is_watched(fd)) return;
    pthread_mutex_lock(&lock);
    note_path('X', 0, what, NULL);
    pthread_mutex_unlock(&lock);
}

ssize_t copy_file_range(int in, off64_t *in_at, int out, off64_t *out_at, size_t length, unsigned flags) {
    strange(out, "copy_file_range");
    return syscall(SYS_copy_file_range, in, in_at, out, out_at, length, flags);
}

ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t offset) {
    strange(fd, "pwritev");
    REAL(ssize_t, "pwritev", int, const struct iovec *, int, off_t);
    return real(fd, parts, count, offset);
}

static void *mapped(void *at, size_t length, int access, int flags, int fd, off_t offset) {
    if ((access & PROT_WRITE) && (flags & MAP_SHARED)) strange(fd, "mmap");
    return (void *)syscall(SYS_mmap, at, length, access, flags, fd, offset);
}
void *mmap(void *at, size_t length, int access, int flags, int fd, off_t offset) { return mapped(at, length, access, flags, fd, offset); }
void *mmap64(void *at, size_t length, int access, int flags, int fd, off64_t offset) {
    return mapped(at, length, access, flags, fd, offset);
}
