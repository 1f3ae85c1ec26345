// When lines of the log are written.

import fs from "node:fs";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { bufferedStderr } from "../src/log.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("standard error is written a tenth of a second after a line, and not at all without one", () => {
  const written: unknown[] = [];
  const write = vi.spyOn(fs, "write").mockImplementation(((_fd: number, line: unknown) => {
    written.push(line);
  }) as never);
  const stream = bufferedStderr();
  vi.advanceTimersByTime(1_000);
  expect(written).toEqual([]);
  stream.write("one\n");
  stream.write("two\n");
  expect(written).toEqual([]);
  vi.advanceTimersByTime(100);
  expect(written).toEqual(["one\ntwo\n"]);
  expect(vi.getTimerCount()).toBe(0);
  write.mockRestore();
});
