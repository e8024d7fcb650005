/*
 * How much CPU the running kernel takes for faults, and for a fork of what is present.
 *
 *     faults PAGES PRESENT    prints "faults NANOSECONDS" (one write fault of 4 KiB) and "fork NANOSECONDS" (a child that has
 *                             PRESENT pages in common with its parent, and exits at once), the best of their rounds
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { ROUNDS = 25, PAGE = 4096 };

/* CPU time so far, nanoseconds, with that of children that were waited for. */
static double now(void)
{
	struct timespec own;
	struct rusage children;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &own);
	getrusage(RUSAGE_CHILDREN, &children);
	return own.tv_sec * 1e9 + own.tv_nsec +
	       (children.ru_utime.tv_sec + children.ru_stime.tv_sec) * 1e9 +
	       (children.ru_utime.tv_usec + children.ru_stime.tv_usec) * 1e3;
}

static char *map(long pages)
{
	char *start = mmap(NULL, pages * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (start == MAP_FAILED || madvise(start, pages * PAGE, MADV_NOHUGEPAGE) != 0) {
		perror("mmap");
		exit(1);
	}
	return start;
}

static double touch(volatile char *start, long pages)
{
	double begin = now();
	for (long i = 0; i < pages; i++)
		start[i * PAGE] = 1;
	return (now() - begin) / pages;
}

static double fork_and_wait(void)
{
	double begin = now();
	pid_t child = fork();
	if (child == 0)
		_exit(0);
	if (child < 0 || waitpid(child, NULL, 0) != child) {
		perror("fork");
		exit(1);
	}
	return now() - begin;
}

static double least(double a, double b)
{
	return a == 0 || b < a ? b : a;
}

int main(int argc, char **argv)
{
	long pages = argc > 1 ? atol(argv[1]) : 20000;
	long present = argc > 2 ? atol(argv[2]) : 100000;
	double fault = 0, copy = 0;
	char *start = map(pages);
	for (int round = 0; round < ROUNDS; round++) {
		fault = least(fault, touch(start, pages));
		madvise(start, pages * PAGE, MADV_DONTNEED);
	}
	touch(map(present), present);
	for (int round = 0; round < ROUNDS; round++)
		copy = least(copy, fork_and_wait());
	printf("faults %.1f\nfork %.1f\n", fault, copy);
	return 0;
}
