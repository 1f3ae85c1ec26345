// Memory of the module: a bump allocator over the linear memory.
#include "wasm.h"

extern u8 __heap_base;
static u8 *next;

EXPORT void *alloc(u32 bytes) {
  if (!next) next = &__heap_base;
  u8 *at = (u8 *)(((u32)next + 15) & ~15u);
  u32 end = (u32)at + bytes, have = __builtin_wasm_memory_size(0) * 65536;
  if (end < (u32)at) __builtin_trap();
  if (end > have && __builtin_wasm_memory_grow(0, (end - have + 65535) / 65536) == (u32)-1) __builtin_trap();
  next = (u8 *)end;
  return at;
}
