/* The reference that `bench/schedule.ts` compares with: FIFO list scheduling of one graph at
 * 1 … maxThreads threads, nothing else. Input on stdin: n, rootCount, childStart[n+1], children,
 * parentCount[n], durations[n] (tasks numbered in dispatch order). Prints the best wall time in
 * nanoseconds of one simulation at 16 threads and of the whole sweep, and a checksum. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static int n, roots, *child_start, *children, *parent_count, *missing, *queue, *heap_task, *heap_seq;
static double *duration, *heap_end;
static int heap_size;

static int before(double e1, int s1, double e2, int s2) { return e1 < e2 || (e1 == e2 && s1 < s2); }

static void push(double end, int seq, int task) {
  int at = heap_size++;
  while (at > 0) {
    int parent = (at - 1) / 2;
    if (before(heap_end[parent], heap_seq[parent], end, seq)) break;
    heap_end[at] = heap_end[parent]; heap_seq[at] = heap_seq[parent]; heap_task[at] = heap_task[parent];
    at = parent;
  }
  heap_end[at] = end; heap_seq[at] = seq; heap_task[at] = task;
}

static int pop(void) {
  int result = heap_task[0], count = --heap_size, at = 0;
  double end = heap_end[count]; int seq = heap_seq[count], task = heap_task[count];
  for (;;) {
    int c = 2 * at + 1;
    if (c >= count) break;
    if (c + 1 < count && before(heap_end[c + 1], heap_seq[c + 1], heap_end[c], heap_seq[c])) c++;
    if (before(end, seq, heap_end[c], heap_seq[c])) break;
    heap_end[at] = heap_end[c]; heap_seq[at] = heap_seq[c]; heap_task[at] = heap_task[c];
    at = c;
  }
  heap_end[at] = end; heap_seq[at] = seq; heap_task[at] = task;
  return result;
}

static double simulate(int threads) {
  int head = 0, tail = 0, running = 0, seq = 0;
  double now = 0;
  memcpy(missing, parent_count, n * sizeof(int));
  heap_size = 0;
  for (int i = 0; i < roots; i++) queue[tail++] = i;
  for (;;) {
    while (head < tail && running < threads) {
      int task = queue[head++];
      push(now + duration[task], seq++, task);
      running++;
    }
    if (heap_size == 0) return now;
    now = heap_end[0];
    int ended = pop();
    running--;
    for (int at = child_start[ended]; at < child_start[ended + 1]; at++)
      if (--missing[children[at]] == 0) queue[tail++] = children[at];
  }
}

static double nanoseconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1e9 + t.tv_nsec;
}

static int *ints(int count) {
  int *values = malloc((count + 1) * sizeof(int));
  for (int i = 0; i < count; i++) if (scanf("%d", &values[i]) != 1) exit(2);
  return values;
}

int main(int argc, char **argv) {
  int repeats = argc > 1 ? atoi(argv[1]) : 9, max_threads = 64;
  if (scanf("%d %d", &n, &roots) != 2) return 2;
  child_start = ints(n + 1);
  children = ints(child_start[n]);
  parent_count = ints(n);
  duration = malloc(n * sizeof(double));
  for (int i = 0; i < n; i++) if (scanf("%lf", &duration[i]) != 1) return 2;
  missing = malloc(n * sizeof(int)); queue = malloc(n * sizeof(int));
  heap_task = malloc(n * sizeof(int)); heap_seq = malloc(n * sizeof(int)); heap_end = malloc(n * sizeof(double));
  double best_one = 1e18, best_sweep = 1e18, sum = 0;
  for (int r = 0; r < repeats; r++) {
    double begin = nanoseconds();
    sum += simulate(16);
    double middle = nanoseconds();
    for (int t = 1; t <= max_threads; t++) sum += simulate(t);
    double end = nanoseconds();
    if (middle - begin < best_one) best_one = middle - begin;
    if (end - middle < best_sweep) best_sweep = end - middle;
  }
  printf("%.0f %.0f %.3f\n", best_one, best_sweep, sum / repeats);
  return 0;
}
