/* Two threads, one after the other: what each of them costs. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

static void *work(void *arg) {
  char *block = malloc(1000);
  memset(block, 1, 1000);
  free(block);
  return arg;
}

int main(void) {
  pthread_t first, second;
  pthread_create(&first, NULL, work, NULL);
  pthread_join(first, NULL);
  pthread_create(&second, NULL, work, NULL);
  pthread_join(second, NULL);
  return 0;
}
