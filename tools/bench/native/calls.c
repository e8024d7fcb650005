/*
 * How much CPU the running kernel takes for a few memory calls that are made again and again.
 *
 *     calls < PLAN        prints a line "NAME NANOSECONDS" for each loop: a turn of it, the best of its rounds
 *
 * The plan has words. `call NUMBER ARGUMENT...` (six of them) is made once; `loop NAME TURNS CALLS` times the calls that
 * follow it. An argument is a number, or `b` and a number: that many bytes above the break at the start. Number 57 is
 * fork, with a child that exits at once and is waited for. A call that fails ends the program: then the plan is wrong.
 */
#define _GNU_SOURCE
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { ROUNDS = 9, MAX_CALLS = 16, ARGUMENTS = 6 };

struct call { long number; long arguments[ARGUMENTS]; };

static long break_at_start;

static long read_argument(void)
{
	char word[64];
	if (scanf("%63s", word) != 1)
		exit(2);
	if (word[0] == 'b')
		return break_at_start + strtol(word + 1, NULL, 0);
	return (long)strtoull(word, NULL, 0);
}

static struct call read_call(void)
{
	struct call call = { .number = read_argument() };
	for (int i = 0; i < ARGUMENTS; i++)
		call.arguments[i] = read_argument();
	return call;
}

static void make(const struct call *call)
{
	const long *a = call->arguments;
	if (call->number == SYS_fork) {
		pid_t child = fork();
		if (child == 0)
			_exit(0);
		if (child < 0 || waitpid(child, NULL, 0) != child) {
			perror("fork");
			exit(1);
		}
		return;
	}
	if (syscall(call->number, a[0], a[1], a[2], a[3], a[4], a[5]) == -1) {
		perror("a call of the plan");
		exit(1);
	}
}

/* CPU time so far, nanoseconds: whoever else uses the machine does not count, children that were waited for do. */
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

static double best_round(const struct call *calls, int count, long turns)
{
	double best = 0;
	for (int round = 0; round < ROUNDS; round++) {
		double begin = now();
		for (long turn = 0; turn < turns; turn++)
			for (int i = 0; i < count; i++)
				make(&calls[i]);
		double time = (now() - begin) / turns;
		if (round == 0 || time < best)
			best = time;
	}
	return best;
}

static void loop(void)
{
	char name[64];
	long turns;
	int count;
	struct call calls[MAX_CALLS];
	if (scanf("%63s %ld %d", name, &turns, &count) != 3 || count > MAX_CALLS)
		exit(2);
	for (int i = 0; i < count; i++)
		calls[i] = read_call();
	printf("%s %.1f\n", name, best_round(calls, count, turns));
}

int main(void)
{
	char word[16];
	break_at_start = syscall(SYS_brk, 0);
	/* A heap that was never grown has no VMA to grow. */
	syscall(SYS_brk, break_at_start + sysconf(_SC_PAGESIZE));
	break_at_start = syscall(SYS_brk, 0);
	while (scanf("%15s", word) == 1) {
		if (strcmp(word, "loop") == 0) {
			loop();
		} else {
			struct call call = read_call();
			make(&call);
		}
	}
	return 0;
}
