// SPDX-License-Identifier: MIT
//
// Performs a script of memory calls on the running kernel, in a process that does not move by itself: static, at fixed
// addresses, without malloc, every page of its own touched before the first line is read. What the script does is then all
// that changes in /proc/self.
//
// One line of standard input is one command, and each gets one reply on standard output, in order:
//
//   ID NAME ARG...         a system call             ID = RESULT        (minus the errno where it failed)
//   ID fork                go on in the child        ID = 0
//   ID load|store|fetch A  an access to one byte     ID = 0, or ID ! SIGNAL SI_CODE SI_ADDR
//   ID file PATH           the contents of a file    ID : BYTES, a newline, the bytes
//   ID pagemap A PAGES     one character a page      ID : PAGES, a newline, the characters
//   ID digest A PAGES RSS  of smaps, status, pagemap ID # 16 hex digits (digest.c); RSS: whether resident pages are counted
//   ID frames              what frames are mapped    ID : BYTES, a newline, the text of frames.h
//   ID query A             PROCMAP_QUERY             ID : BYTES, a newline, START-END PERMS OFFSET, or ID = -ERRNO
//   ID caps WORD           keep these capabilities   ID = 0
//
// Long contents that hardly change are told by what changed, ID ~ SLOT HEAD TAIL BYTES, a newline, the bytes: they stand
// between the first HEAD and the last TAIL bytes of what was told of the same slot before (nothing, at first). With an argument, the
// first contents of each slot are kept in the files ARGUMENT.SLOT unless they are there: then they count as told before.
//
// Arguments are numbers, "strings" without blanks, {WORD,WORD} for a struct of words, [] for a vector to be written to,
// @ID+OFFSET: the result of an earlier call, or the arena where that failed, or #ID: the result as it is. A call that was not
// made has the result -1: nothing that it stands for is anything. A WORD is a number or such a result. io_setup takes the
// number of events; its result is the context.
#define _GNU_SOURCE
#include "digest.h"
#include "frames.h"
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <linux/capability.h>
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/personality.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef SYS_mseal
#define SYS_mseal 462
#endif
#ifndef SYS_set_mempolicy_home_node
#define SYS_set_mempolicy_home_node 450
#endif

// ioctl(PROCMAP_QUERY) of 6.11: <linux/fs.h> of an older system does not have it.
struct map_query {
	uint64_t size, flags, address;
	uint64_t start, end, found, page_size, offset, inode;
	uint32_t major, minor, name_size, build_id_size;
	uint64_t name, build_id;
};
#define MAP_QUERY _IOWR('f', 17, struct map_query)
enum { FOUND_READABLE = 1, FOUND_WRITABLE = 2, FOUND_EXECUTABLE = 4, FOUND_SHARED = 8 };

#ifndef SYS_memfd_secret
#define SYS_memfd_secret 447
#endif

#define ARENA 0x10000000L
#define MAX_CALLS 32768
#define MAX_ARGS 6
#define MAX_PAGES 1024         // of a pagemap
#define MAX_WORDS 16
#define STACK_TO_TOUCH (64 << 10)
#define TOLD (64 << 10)        // how much of a file is kept to tell it by what changed

static char line[4096];        // the command at hand
static char input[1 << 16];    // what was read of standard input and not yet taken
static size_t input_at, input_end;
static char reply[1 << 20];    // contents of files; also mincore's vector
static long results[MAX_CALLS];
static const char *const told_paths[] = { "/proc/self/maps", "/proc/self/smaps" };
#define SLOTS (sizeof told_paths / sizeof *told_paths)
static struct told {
	size_t size;
	char text[TOLD];
} told[SLOTS];
static const char *told_files; // where what was told first is kept, or NULL
static long words[MAX_WORDS];  // structs that calls take, one behind the other
static size_t words_used;
static char signal_stack[1 << 14];

static sigjmp_buf after_access;
static volatile sig_atomic_t accessing;
static volatile int caught_signal, caught_code;
static void *volatile caught_address;
static uintptr_t fetch_target;

static void die(const char *why)
{
	dprintf(STDERR_FILENO, "runner: %s: %s\n", why, line);
	_exit(2);
}

static void put(const char *bytes, size_t size)
{
	while (size > 0) {
		ssize_t written = write(STDOUT_FILENO, bytes, size);
		if (written < 0)
			_exit(3);
		bytes += written;
		size -= written;
	}
}

static void put_result(long id, long result)
{
	char text[64];
	put(text, snprintf(text, sizeof text, "%ld = %ld\n", id, result));
}

static void put_body(long id, size_t size)
{
	char head[64];
	put(head, snprintf(head, sizeof head, "%ld : %zu\n", id, size));
	put(reply, size);
	put("\n", 1);
}

// The next byte of the input, or -1 at its end.
static int next_byte(void)
{
	if (input_at == input_end) {
		ssize_t size = read(STDIN_FILENO, input, sizeof input);
		if (size <= 0)
			return -1;
		input_at = 0;
		input_end = size;
	}
	return (unsigned char)input[input_at++];
}

static int read_line(void)
{
	size_t length = 0;
	for (int byte = next_byte(); byte != '\n'; byte = next_byte()) {
		if (byte < 0)
			return 0;
		if (length == sizeof line - 1)
			die("line too long");
		line[length++] = byte;
	}
	line[length] = 0;
	return 1;
}

// A number or an earlier result, and where it ends.
static long scalar(char *word, char **end)
{
	int negative = *word == '-';
	if (*word == '#')
		return results[strtol(word + 1, end, 10) % MAX_CALLS];
	if (*word != '@')
		return strtoull(word + negative, end, 0) * (negative ? -1 : 1);
	long id = strtol(word + 1, end, 10);
	long base = id > 0 && id < MAX_CALLS ? results[id] : -1;
	return (base > 0 ? base : ARENA) + strtol(*end, end, 0);
}

// {WORD,WORD}: as its address.
static long structure(char *word)
{
	long *start = words + words_used;
	while (*word++ != '}') {
		if (words_used == MAX_WORDS)
			die("too many words in structs");
		words[words_used++] = scalar(word, &word);
	}
	return (long)start;
}

// A number, a string or struct (as its address), or a reference to an earlier result.
static long argument(char *word)
{
	if (*word == '[')
		return (long)reply;
	if (*word == '{')
		return structure(word);
	if (*word == '"') {
		word[strlen(word) - 1] = 0;
		return (long)(word + 1);
	}
	return scalar(word, &word);
}

// The signal that says that fetch() got its instruction.
#ifdef __x86_64__
#define FETCHED SIGTRAP
#else
#define FETCHED SIGILL
#endif

// Whether a signal is of an instruction that could not be had. One of code that is not ours, the vdso's, may be refused, or fault
// itself, even at its own address, once it is there.
static int is_fetch_fault(const ucontext_t *context)
{
#ifdef __x86_64__
	enum { PAGE_FAULT = 14, BY_FETCH = 0x10 };
	const greg_t *registers = context->uc_mcontext.gregs;
	return registers[REG_TRAPNO] == PAGE_FAULT && (registers[REG_ERR] & BY_FETCH) != 0;
#elif defined(__aarch64__)
	enum { EC_SHIFT = 26, INSTRUCTION_ABORT = 0x20 };
	const struct _aarch64_ctx *record = (const void *)context->uc_mcontext.__reserved;
	for (; record->magic != 0; record = (const void *)((const char *)record + record->size))
		if (record->magic == ESR_MAGIC)
			return ((const struct esr_context *)record)->esr >> EC_SHIFT == INSTRUCTION_ABORT;
	return 0;
#elif defined(__riscv)
	return context->uc_mcontext.__gregs[REG_PC] == fetch_target;
#else
	return context != NULL;
#endif
}

// A fault, or the end of fetch(). On x86-64 the first trap comes before its instruction.
static void on_signal(int number, siginfo_t *info, void *context)
{
	if (!accessing)
		_exit(4);
#ifdef __x86_64__
	ucontext_t *machine = context;
	if (number == SIGTRAP && (uintptr_t)machine->uc_mcontext.gregs[REG_RIP] == fetch_target)
		return;
#endif
	caught_signal = fetch_target != 0 && (number == FETCHED || !is_fetch_fault(context)) ? 0 : number;
	caught_code = info->si_code;
	caught_address = info->si_addr;
	siglongjmp(after_access, 1);
}

static void catch_signals(void)
{
	stack_t stack = { .ss_sp = signal_stack, .ss_size = sizeof signal_stack };
	sigaltstack(&stack, NULL);
	struct sigaction action = { .sa_sigaction = on_signal, .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER };
	static const int numbers[] = { SIGSEGV, SIGBUS, SIGILL, SIGTRAP };
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
		sigaction(numbers[i], &action, NULL);
}

// Executes the one instruction at `address`. On x86-64 in single-step mode: a page of zeros holds `add %al, (%rax)`. On arm64,
// where instructions are aligned, a word of zeros, with a one at any place of it, is no instruction: once it is there, it is refused.
// On riscv64 two zeros are no instruction, and with a one they are one that does nothing or adds to a register.
static void fetch(uintptr_t address)
{
	fetch_target = address;
#ifdef __x86_64__
	__asm__ volatile("pushfq\n\torq $0x100, (%%rsp)\n\tpopfq\n\tjmp *%0" : : "d"(address), "a"(reply) : "memory", "cc");
#elif defined(__aarch64__)
	__asm__ volatile("br %0" : : "r"(address) : "memory");
#elif defined(__riscv)
	__asm__ volatile("jr %0" : : "r"(address) : "memory", "s0");
#else
	die("fetch is for x86-64, arm64 and riscv64");
#endif
}

static void access_byte(long id, char kind, uintptr_t address)
{
	caught_signal = 0;
	fetch_target = 0;
	accessing = 1;
	if (sigsetjmp(after_access, 0) == 0) {
		if (kind == 'l')
			(void)*(volatile char *)address;
		else if (kind == 's')
			*(volatile char *)address = 1;
		else
			fetch(address);
	}
	accessing = 0;
	if (caught_signal == 0)
		return put_result(id, 0);
	char text[96];
	put(text, snprintf(text, sizeof text, "%ld ! %d %d %#lx\n", id, caught_signal, caught_code, (long)caught_address));
}

// Goes on in the child. The parent waits, and ends as the child does.
static void fork_and_follow(long id)
{
	pid_t child = fork();
	if (child > 0) {
		int status = 0;
		waitpid(child, &status, 0);
		_exit(WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
	}
	digest_forget_status();
	put_result(id, child < 0 ? -errno : 0);
}

// The contents of a file in `reply`, with a 0 behind them.
static size_t read_file(const char *path)
{
	size_t size = 0;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	for (ssize_t got = 1; fd >= 0 && got > 0; size += got > 0 ? got : 0)
		got = read(fd, reply + size, sizeof reply - size);
	if (fd >= 0)
		close(fd);
	if (size == sizeof reply)
		die("file too large");
	reply[size] = 0;
	return size;
}

// What was told first by the first runner that was given the same files.
static void keep_or_recall(struct told *before, size_t slot, size_t size)
{
	char path[64];
	snprintf(path, sizeof path, "%s.%zu", told_files, slot);
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd >= 0) {
		if (write(fd, reply, size) != (ssize_t)size)
			die("cannot keep what was told");
	} else {
		fd = open(path, O_RDONLY | O_CLOEXEC);
		before->size = read(fd, before->text, TOLD);
	}
	close(fd);
}

static void put_change(long id, size_t slot, size_t size)
{
	struct told *before = &told[slot];
	if (before->size == 0 && told_files != NULL)
		keep_or_recall(before, slot, size);
	size_t least = size < before->size ? size : before->size;
	size_t head = 0, tail = 0;
	while (head < least && reply[head] == before->text[head])
		head++;
	while (tail < least - head && reply[size - 1 - tail] == before->text[before->size - 1 - tail])
		tail++;
	char line[96];
	put(line, snprintf(line, sizeof line, "%ld ~ %zu %zu %zu %zu\n", id, slot, head, tail, size - head - tail));
	put(reply + head, size - head - tail);
	put("\n", 1);
	memcpy(before->text, reply, size);
	before->size = size;
}

static void show_file(long id, const char *path)
{
	size_t size = read_file(path);
	for (size_t slot = 0; slot < SLOTS; slot++)
		if (strcmp(told_paths[slot], path) == 0 && size <= TOLD)
			return put_change(id, slot, size);
	put_body(id, size);
}

// Bit 63: present, 62: swapped or a marker, 61: file or shmem, 56: mapped once.
static char page_letter(uint64_t entry)
{
	if (!(entry >> 63))
		return entry >> 62 & 1 ? 's' : '.';
	if (entry >> 61 & 1)
		return entry >> 56 & 1 ? 'F' : 'f';
	return entry >> 56 & 1 ? 'A' : 'a';
}

// The letters of a pagemap in `reply`.
static void read_pagemap(uintptr_t address, size_t pages)
{
	static uint64_t entries[MAX_PAGES];
	size_t size = pages * sizeof *entries;
	int fd = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
	if (pages > MAX_PAGES)
		die("too many pages");
	memset(entries, 0, size);
	if (pread(fd, entries, size, address / sysconf(_SC_PAGESIZE) * sizeof *entries) < 0)
		die("pagemap");
	close(fd);
	for (size_t i = 0; i < pages; i++)
		reply[i] = page_letter(entries[i]);
}

static void show_pagemap(long id, uintptr_t address, size_t pages)
{
	read_pagemap(address, pages);
	put_body(id, pages);
}

static void show_digest(long id, uintptr_t address, size_t pages, int resident)
{
	struct digest digest;
	char text[64];
	digest_begin(&digest);
	read_file("/proc/self/smaps");
	digest_smaps(&digest, reply);
	read_file("/proc/self/status");
	digest_status(&digest, reply, resident);
	read_pagemap(address, pages);
	digest_add(&digest, reply, pages);
	put(text, snprintf(text, sizeof text, "%ld # %08x%08x\n", id, digest.high, digest.low));
}

extern const ElfW(Ehdr) __ehdr_start;
static uintptr_t own_end;      // where this program's own memory ends, its heap as it was at the start included

static void show_frames(long id)
{
	long size = read_frames(reply, sizeof reply, (uintptr_t)&__ehdr_start, own_end);
	if (size < 0)
		die(size == -1 ? "frames can be read by root alone" : "too many frames");
	put_body(id, size);
}

static void show_query(long id, uintptr_t address)
{
	struct map_query query = { .size = sizeof query, .address = address };
	int fd = open("/proc/self/maps", O_RDONLY | O_CLOEXEC);
	int error = ioctl(fd, MAP_QUERY, &query) < 0 ? errno : 0;
	close(fd);
	if (error != 0)
		return put_result(id, -error);
	put_body(id, sprintf(reply, "%08lx-%08lx %c%c%c%c %08lx", (long)query.start, (long)query.end,
			     query.found & FOUND_READABLE ? 'r' : '-', query.found & FOUND_WRITABLE ? 'w' : '-',
			     query.found & FOUND_EXECUTABLE ? 'x' : '-', query.found & FOUND_SHARED ? 's' : 'p',
			     (long)query.offset));
}

static void keep_capabilities(long id, uint64_t kept)
{
	struct __user_cap_header_struct head = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct data[2];
	if (syscall(SYS_capget, &head, data) < 0)
		return put_result(id, -errno);
	for (int i = 0; i < 2; i++)
		data[i].effective &= (uint32_t)(kept >> (32 * i));
	put_result(id, syscall(SYS_capset, &head, data) < 0 ? -errno : 0);
}

static const struct {
	const char *name;
	long number;
} calls[] = {
	{ "brk", SYS_brk }, { "close", SYS_close }, { "dup", SYS_dup }, { "fallocate", SYS_fallocate }, { "fcntl", SYS_fcntl },
	{ "ftruncate", SYS_ftruncate }, { "lseek", SYS_lseek }, { "pread64", SYS_pread64 }, { "pwrite64", SYS_pwrite64 }, { "read", SYS_read }, { "write", SYS_write }, { "io_destroy", SYS_io_destroy }, { "io_setup", SYS_io_setup }, { "ioctl", SYS_ioctl },
	{ "madvise", SYS_madvise }, { "memfd_create", SYS_memfd_create }, { "memfd_secret", SYS_memfd_secret },
	{ "mbind", SYS_mbind }, { "mincore", SYS_mincore }, { "mlock", SYS_mlock }, { "mlock2", SYS_mlock2 }, { "mlockall", SYS_mlockall },
	{ "mmap", SYS_mmap }, { "mprotect", SYS_mprotect }, { "mremap", SYS_mremap }, { "mseal", SYS_mseal },
	{ "msync", SYS_msync }, { "munlock", SYS_munlock }, { "munlockall", SYS_munlockall }, { "munmap", SYS_munmap },
	{ "openat", SYS_openat }, { "personality", SYS_personality }, { "pkey_alloc", SYS_pkey_alloc }, { "pkey_free", SYS_pkey_free },
	{ "pkey_mprotect", SYS_pkey_mprotect }, { "pidfd_open", SYS_pidfd_open }, { "prctl", SYS_prctl }, { "prlimit64", SYS_prlimit64 },
	{ "process_madvise", SYS_process_madvise }, { "remap_file_pages", SYS_remap_file_pages },
	{ "set_mempolicy", SYS_set_mempolicy }, { "set_mempolicy_home_node", SYS_set_mempolicy_home_node },
	{ "shmat", SYS_shmat }, { "shmctl", SYS_shmctl }, { "shmdt", SYS_shmdt }, { "shmget", SYS_shmget },
	{ "unlinkat", SYS_unlinkat }, { "userfaultfd", SYS_userfaultfd },
};

static long number_of(const char *name)
{
	for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
		if (strcmp(calls[i].name, name) == 0)
			return calls[i].number;
	die("no such call");
	return -1;
}

// The segments that the script made, which outlive a process; the last of its processes removes them.
static int segments[MAX_CALLS];
static int segment_count;

static void remove_segments(void)
{
	for (int i = 0; i < segment_count; i++)
		syscall(SYS_shmctl, segments[i], 0, 0);
}

static long perform(const char *name, long *args)
{
	long number = number_of(name);
	static unsigned long context;
	if (number == SYS_io_setup)
		context = 0, args[1] = (long)&context;
	long result = syscall(number, args[0], args[1], args[2], args[3], args[4], args[5]);
	if (number == SYS_io_setup && result == 0)
		return context;
	if (number == SYS_shmget && result != -1 && segment_count < MAX_CALLS)
		segments[segment_count++] = result;
	return result == -1 ? -errno : result;
}

static void obey(void)
{
	char *rest = NULL;
	long id = strtol(strtok_r(line, " ", &rest), NULL, 10);
	char *name = strtok_r(NULL, " ", &rest);
	if (id < 0 || id >= MAX_CALLS || name == NULL)
		die("bad command");
	if (strcmp(name, "file") == 0)
		return show_file(id, rest);
	long args[MAX_ARGS] = { 0 };
	words_used = 0;
	for (int i = 0; i < MAX_ARGS; i++) {
		char *word = strtok_r(NULL, " ", &rest);
		if (word == NULL)
			break;
		args[i] = argument(word);
	}
	if (strcmp(name, "pagemap") == 0)
		return show_pagemap(id, args[0], args[1]);
	if (strcmp(name, "digest") == 0)
		return show_digest(id, args[0], args[1], args[2]);
	if (strcmp(name, "frames") == 0)
		return show_frames(id);
	if (strcmp(name, "query") == 0)
		return show_query(id, args[0]);
	if (strcmp(name, "caps") == 0)
		return keep_capabilities(id, args[0]);
	if (strcmp(name, "fork") == 0)
		return fork_and_follow(id);
	if (strcmp(name, "load") == 0 || strcmp(name, "store") == 0 || strcmp(name, "fetch") == 0)
		return access_byte(id, *name, args[0]);
	results[id] = perform(name, args);
	put_result(id, results[id]);
}

// Starts anew with address randomisation off, unless it is.
static void stand_still(char **argv)
{
	int now = personality(0xffffffff);
	if (now & ADDR_NO_RANDOMIZE)
		return;
	if (personality(now | ADDR_NO_RANDOMIZE) < 0)
		return;
	execve("/proc/self/exe", argv, (char *[]){ NULL });
}

// Stays on one processor: each has lists of its own of pages that were just brought in, and MADV_PAGEOUT looks at one. By system
// calls alone, which touch no page of the vdso.
static void stay_on_this_processor(void)
{
	unsigned cpu = 0;
	unsigned long mask[16] = { 0 };
	size_t bits = 8 * sizeof *mask;
	syscall(SYS_getcpu, &cpu, NULL, NULL);
	if (cpu >= 16 * bits)
		return;
	mask[cpu / bits] = 1UL << (cpu % bits);
	syscall(SYS_sched_setaffinity, 0, sizeof mask, mask);
}

extern char __data_start[], _end[];

// Touches what the linker laid out and some stack, so that no page of it is faulted in later.
static void touch_everything(void)
{
	const ElfW(Phdr) *segment = (const void *)((const char *)&__ehdr_start + __ehdr_start.e_phoff);
	for (int i = 0; i < __ehdr_start.e_phnum; i++) {
		volatile char *start = (volatile char *)segment[i].p_vaddr;
		for (size_t at = 0; segment[i].p_type == PT_LOAD && at < segment[i].p_memsz; at += 4096)
			(void)start[at];
	}
	for (volatile char *at = __data_start; at < _end; at += 512)
		*at = *at;
	volatile char stack[STACK_TO_TOUCH];
	for (size_t i = 0; i < sizeof stack; i += 4096)
		stack[i] = 0;
}

int main(int argc, char **argv)
{
	stand_still(argv);
	told_files = argc > 1 ? argv[1] : NULL;
	memset(results, -1, sizeof results);
	stay_on_this_processor();
	touch_everything();
	own_end = (uintptr_t)sbrk(0);
	catch_signals();
	while (read_line())
		obey();
	remove_segments();
	return 0;
}
