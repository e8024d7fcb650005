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
//   ID digest A PAGES      of smaps, status, pagemap ID # 16 hex digits (digest.c)
//
// Long contents that hardly change are told by what changed, ID ~ SLOT HEAD TAIL BYTES, a newline, the bytes: they stand
// between the first HEAD and the last TAIL bytes of what was told of the same slot before (nothing, at first).
//
// Arguments are numbers, "strings" without blanks, or @ID+OFFSET: the result of an earlier call, or the arena where that
// failed. mincore gets its vector, prlimit64 takes RESOURCE SOFT HARD, process_madvise PIDFD ADVICE FLAGS and then ADDRESS
// LENGTH of each range, a mask of nodes is the number of its first word, ioctl takes FD OPERATION and the numbers of its struct.
#define _GNU_SOURCE
#include "digest.h"
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/personality.h>
#include <linux/userfaultfd.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef SYS_mseal
#define SYS_mseal 462
#endif
#ifndef SYS_set_mempolicy_home_node
#define SYS_set_mempolicy_home_node 450
#endif

#define ARENA 0x10000000L
#define MAX_CALLS 32768
#define MAX_ARGS 12
#define MASK_WORDS 512
#define MAX_PAGES 1024         // of a pagemap
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

// A number, a string (as its address), or a reference to an earlier result.
static long argument(char *word)
{
	if (*word == '"') {
		word[strlen(word) - 1] = 0;
		return (long)(word + 1);
	}
	if (*word != '@')
		return strtoull(word + (*word == '-'), NULL, 0) * (*word == '-' ? -1 : 1);
	long id = strtol(word + 1, &word, 10);
	long base = id > 0 && id < MAX_CALLS ? results[id] : 0;
	return (base > 0 ? base : ARENA) + strtol(word, NULL, 0);
}

// A fault, or the trap after one instruction of fetch(). The first trap comes before that instruction.
static void on_signal(int number, siginfo_t *info, void *context)
{
	(void)context;
	if (!accessing)
		_exit(4);
#ifdef __x86_64__
	ucontext_t *machine = context;
	if (number == SIGTRAP && (uintptr_t)machine->uc_mcontext.gregs[REG_RIP] == fetch_target)
		return;
#endif
	caught_signal = number == SIGTRAP ? 0 : number;
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

// Executes the one instruction at `address` in single-step mode; a page of zeros holds `add %al, (%rax)`.
static void fetch(uintptr_t address)
{
	fetch_target = address;
#ifdef __x86_64__
	__asm__ volatile("pushfq\n\torq $0x100, (%%rsp)\n\tpopfq\n\tjmp *%0" : : "d"(address), "a"(reply) : "memory", "cc");
#else
	die("fetch is for x86-64");
#endif
}

static void access_byte(long id, char kind, uintptr_t address)
{
	caught_signal = 0;
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

static void put_change(long id, size_t slot, size_t size)
{
	struct told *before = &told[slot];
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

static void show_digest(long id, uintptr_t address, size_t pages)
{
	struct digest digest;
	char text[64];
	digest_begin(&digest);
	read_file("/proc/self/smaps");
	digest_smaps(&digest, reply);
	read_file("/proc/self/status");
	digest_status(&digest, reply);
	read_pagemap(address, pages);
	digest_add(&digest, reply, pages);
	put(text, snprintf(text, sizeof text, "%ld # %08x%08x\n", id, digest.high, digest.low));
}

static const struct {
	const char *name;
	long number;
} calls[] = {
	{ "brk", SYS_brk }, { "close", SYS_close }, { "fallocate", SYS_fallocate }, { "fcntl", SYS_fcntl },
	{ "ftruncate", SYS_ftruncate }, { "ioctl", SYS_ioctl }, { "madvise", SYS_madvise }, { "mbind", SYS_mbind },
	{ "memfd_create", SYS_memfd_create },
	{ "mincore", SYS_mincore }, { "mlock", SYS_mlock }, { "mlock2", SYS_mlock2 }, { "mlockall", SYS_mlockall },
	{ "mmap", SYS_mmap }, { "mprotect", SYS_mprotect }, { "mremap", SYS_mremap }, { "mseal", SYS_mseal },
	{ "msync", SYS_msync }, { "munlock", SYS_munlock }, { "munlockall", SYS_munlockall }, { "munmap", SYS_munmap },
	{ "openat", SYS_openat }, { "personality", SYS_personality }, { "pkey_alloc", SYS_pkey_alloc }, { "pkey_free", SYS_pkey_free },
	{ "pkey_mprotect", SYS_pkey_mprotect }, { "prctl", SYS_prctl }, { "prlimit64", SYS_prlimit64 },
	{ "process_madvise", SYS_process_madvise }, { "remap_file_pages", SYS_remap_file_pages },
	{ "set_mempolicy", SYS_set_mempolicy }, { "set_mempolicy_home_node", SYS_set_mempolicy_home_node },
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

// Puts the ranges of process_madvise where the kernel reads them.
static void gather_ranges(long *args, int count)
{
	static struct iovec ranges[MAX_ARGS];
	int n = (count - 3) / 2;
	for (int i = 0; i < n; i++)
		ranges[i] = (struct iovec){ (void *)args[3 + 2 * i], args[4 + 2 * i] };
	args[4] = args[2], args[3] = args[1], args[2] = n, args[1] = (long)ranges;
}

// The struct of an ioctl of userfaultfd, from the numbers that follow the operation.
static long struct_of(unsigned long operation, const long *numbers)
{
	static struct uffdio_api api;
	static struct uffdio_register registration;
	static struct uffdio_range range;
	range = (struct uffdio_range){ numbers[0], numbers[1] };
	api = (struct uffdio_api){ .api = numbers[0], .features = numbers[1] };
	registration = (struct uffdio_register){ .range = range, .mode = numbers[2] };
	if (operation == UFFDIO_API)
		return (long)&api;
	return operation == UFFDIO_REGISTER ? (long)&registration : (long)&range;
}

// A mask of nodes; NULL where it is empty and no longer than that.
static long mask_of(long first, long bits)
{
	static unsigned long mask[MASK_WORDS];
	mask[0] = first;
	return first == 0 && bits == 0 ? 0 : (long)mask;
}

static long perform(const char *name, long *args, int count)
{
	long number = number_of(name);
	struct rlimit limit = { args[1], args[2] };
	if (number == SYS_mincore)
		args[2] = (long)reply;
	if (number == SYS_prlimit64)
		args[3] = 0, args[2] = (long)&limit, args[1] = args[0], args[0] = 0;
	if (number == SYS_process_madvise)
		gather_ranges(args, count);
	if (number == SYS_ioctl)
		args[2] = struct_of((unsigned int)args[1], args + 2);
	if (number == SYS_mbind)
		args[3] = mask_of(args[3], args[4]);
	if (number == SYS_set_mempolicy)
		args[1] = mask_of(args[1], args[2]);
	long result = syscall(number, args[0], args[1], args[2], args[3], args[4], args[5]);
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
	int count = 0;
	for (; count < MAX_ARGS; count++) {
		char *word = strtok_r(NULL, " ", &rest);
		if (word == NULL)
			break;
		args[count] = argument(word);
	}
	if (strcmp(name, "pagemap") == 0)
		return show_pagemap(id, args[0], args[1]);
	if (strcmp(name, "digest") == 0)
		return show_digest(id, args[0], args[1]);
	if (strcmp(name, "fork") == 0)
		return fork_and_follow(id);
	if (strcmp(name, "load") == 0 || strcmp(name, "store") == 0 || strcmp(name, "fetch") == 0)
		return access_byte(id, *name, args[0]);
	results[id] = perform(name, args, count);
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

extern const ElfW(Ehdr) __ehdr_start;
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
	(void)argc;
	stand_still(argv);
	touch_everything();
	catch_signals();
	while (read_line())
		obey();
	return 0;
}
