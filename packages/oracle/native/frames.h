// SPDX-License-Identifier: MIT
#include <stddef.h>
#include <stdint.h>

// Which frames of physical memory this process has mapped outside of `[own, own_end)` and of what the kernel mapped for itself,
// a line for each run of pages whose frames follow one another and are alike:
//
//   PAGE FRAME FLAGS COUNT PAGES      the first four in hex: page number, frame number, /proc/kpageflags and, as its bit 55, soft-dirty of
//                                     pagemap, /proc/kpagecount
//
// Needs root. Returns the size of the text in `reply`, -1 where a file of /proc cannot be read, -2 where there is no room.
long read_frames(char *reply, size_t room, uintptr_t own, uintptr_t own_end);
