/*
 * Makes the memory calls of a recording on the running kernel, in a fresh address space, and says how long they took.
 *
 *     replay PLAN COUNT       prints a line "NANOSECONDS MISMATCHES FIRST" for each of COUNT runs
 *
 * Every run is a process of its own (this program, executed again without address randomisation), so that it begins with
 * nothing but itself. It is linked statically and far from where programs usually lie, and it lays out, before the clock
 * starts, what the recorded process had mapped at the start; then the kernel has the same holes to choose from, and its
 * answers can be compared with the recorded ones. Only the heap lies elsewhere (after this program's own data): the plan's
 * heap addresses are moved by that distance.
 *
 * The plan is read into static memory and no library function that allocates is called, so nothing else changes the
 * address space. The format is written by kernel-replay.ts: 64-bit little-endian words.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MAX_OPERATIONS = 1 << 16, MAX_AREAS = 1 << 12, MAX_FILES = 1 << 10 };

struct header {
	uint64_t areas, files, operations;
	/* What the recorded process had as brk at the start, and the first address after its highest heap. */
	uint64_t heap_start, heap_end;
};
struct area { uint64_t start, end, prot, file, offset; };
struct operation { uint64_t number, arguments[6], file, expected; };

static struct header header;
static struct area areas[MAX_AREAS];
static uint64_t file_sizes[MAX_FILES];
static int files[MAX_FILES];
static struct operation operations[MAX_OPERATIONS];
static uint64_t results[MAX_OPERATIONS];

static void die(const char *what)
{
	perror(what);
	exit(1);
}

static void read_all(int fd, void *into, size_t size)
{
	for (size_t got = 0; got < size;) {
		ssize_t n = read(fd, (char *)into + got, size - got);
		if (n <= 0)
			die("the plan is too short");
		got += n;
	}
}

static void read_plan(const char *path)
{
	int fd = open(path, O_RDONLY);
	if (fd < 0)
		die(path);
	read_all(fd, &header, sizeof header);
	if (header.areas > MAX_AREAS || header.files > MAX_FILES || header.operations > MAX_OPERATIONS) {
		fprintf(stderr, "the plan is too long\n");
		exit(1);
	}
	read_all(fd, file_sizes, header.files * sizeof *file_sizes);
	read_all(fd, areas, header.areas * sizeof *areas);
	read_all(fd, operations, header.operations * sizeof *operations);
	close(fd);
}

/* Every file of the recording is a hole of that size: nothing of it is ever read. */
static void open_files(void)
{
	for (uint64_t i = 0; i < header.files; i++) {
		files[i] = open("/var/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0700);
		if (files[i] < 0)
			files[i] = memfd_create("file", MFD_CLOEXEC);
		if (files[i] < 0 || ftruncate(files[i], file_sizes[i]))
			die("a file");
	}
}

/* What is there already (stack, vdso) is there in the recorded process too, and stays. */
static void lay_out(void)
{
	for (uint64_t i = 0; i < header.areas; i++) {
		struct area *area = &areas[i];
		int flags = MAP_PRIVATE | MAP_FIXED_NOREPLACE | (area->file ? 0 : MAP_ANONYMOUS);
		int fd = area->file ? files[area->file - 1] : -1;
		for (uint64_t start = area->start; start < area->end;) {
			uint64_t end = area->end;
			/* Around what is there: try the whole, then page by page. */
			if (mmap((void *)start, end - start, area->prot, flags, fd, area->offset + start - area->start) ==
			    MAP_FAILED) {
				end = start + 4096;
				mmap((void *)start, 4096, area->prot, flags, fd, area->offset + start - area->start);
			}
			start = end;
		}
	}
}

static void move_heap(uint64_t distance)
{
	for (uint64_t i = 0; i < header.operations; i++) {
		struct operation *op = &operations[i];
		uint64_t *address = &op->arguments[0];
		if (*address >= header.heap_start && *address <= header.heap_end)
			*address += distance;
		if (op->number == SYS_brk)
			op->expected += distance;
	}
}

static uint64_t nanoseconds(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000000ull + now.tv_nsec;
}

/* A system call without errno: the kernel's own return value. */
static inline uint64_t make(const struct operation *op)
{
	uint64_t result;
#if defined(__x86_64__)
	register uint64_t a3 __asm__("r10") = op->arguments[3];
	register uint64_t a4 __asm__("r8") = op->arguments[4];
	register uint64_t a5 __asm__("r9") = op->arguments[5];
	__asm__ volatile("syscall"
			 : "=a"(result)
			 : "a"(op->number), "D"(op->arguments[0]), "S"(op->arguments[1]), "d"(op->arguments[2]), "r"(a3),
			   "r"(a4), "r"(a5)
			 : "rcx", "r11", "memory");
#else
#error "the recording is one of x86-64"
#endif
	return result;
}

static void run(const char *plan)
{
	read_plan(plan);
	open_files();
	lay_out();
	move_heap(syscall(SYS_brk, 0) - header.heap_start);
	for (uint64_t i = 0; i < header.operations; i++)
		if (operations[i].file)
			operations[i].arguments[4] = files[operations[i].file - 1];

	uint64_t begun = nanoseconds();
	for (uint64_t i = 0; i < header.operations; i++)
		results[i] = make(&operations[i]);
	uint64_t took = nanoseconds() - begun;

	uint64_t mismatches = 0, first = 0;
	for (uint64_t i = 0; i < header.operations; i++)
		if (results[i] != operations[i].expected && !mismatches++)
			first = i + 1;
	printf("%lu %lu %lu\n", (unsigned long)took, (unsigned long)mismatches, (unsigned long)first);
}

int main(int argc, char **argv)
{
	if (argc == 3 && !atoi(argv[2])) {
		run(argv[1]);
		return 0;
	}
	if (argc != 3) {
		fprintf(stderr, "usage: replay PLAN COUNT\n");
		return 1;
	}
	if (personality(ADDR_NO_RANDOMIZE) < 0)
		die("personality");
	for (int count = atoi(argv[2]); count > 0; count--) {
		int status;
		pid_t child = vfork();
		if (child == 0) {
			execl("/proc/self/exe", argv[0], argv[1], "0", (char *)NULL);
			_exit(1);
		}
		if (child < 0 || waitpid(child, &status, 0) < 0 || status != 0)
			die("a run");
	}
	return 0;
}
