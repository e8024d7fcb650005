/* What malloc() asks of the kernel: small blocks from the heap, large ones from mmap(), and when memory goes back. */
#include <stdlib.h>
#include <string.h>

enum { SMALL = 1000, MANY = 300, LARGE = 1 << 20 };

int main(void) {
  char *small[MANY];
  for (int i = 0; i < MANY; i++) memset(small[i] = malloc(SMALL), 1, SMALL);
  char *large = malloc(LARGE);
  memset(large, 1, LARGE);
  for (int i = 0; i < MANY - 1; i++) free(small[i]);
  free(small[MANY - 1]);
  free(large);
  return 0;
}
